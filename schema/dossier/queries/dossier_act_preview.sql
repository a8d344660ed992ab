-- What a step would do.
-- params: id uuid, if_match text, version int8, body jsonb
select dossier_act_preview($1, $2, $3, $4)::text as body
