-- Facts for a paper of a dossier; of which payment or step, the last one if none is named.
-- params: id uuid, form text, payment uuid, event uuid
select dossier_paper($1, $2, $3, $4)::text as facts
