-- Broken chains of custody of a stretch.
-- params: after text, until text
select dossier_id as id, what from custody_faults($1, $2)
