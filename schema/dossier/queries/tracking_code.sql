-- The code of the dossier of a link that was scanned at the desk.
-- params: id uuid, generation int4
select tracking_code($1, $2) as code
