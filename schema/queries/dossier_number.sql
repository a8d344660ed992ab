-- params: id uuid
select dossier_number($1) as code
