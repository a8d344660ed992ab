-- Takes the dossier one step further.
-- params: id uuid, if_match text, version int8, body jsonb
select status, location, etag, body from dossier_act($1, $2, $3, $4)
