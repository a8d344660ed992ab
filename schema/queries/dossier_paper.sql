-- params: id uuid
select dossier_paper($1)::text as facts
