-- Facts for the papers of a dossier; of which payment, the last one if none is named.
-- params: id uuid, payment uuid
select dossier_paper($1, $2)::text as facts
