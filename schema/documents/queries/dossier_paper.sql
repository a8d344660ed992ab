-- Facts for the papers of a dossier.
-- params: id uuid
select dossier_paper($1)::text as facts
