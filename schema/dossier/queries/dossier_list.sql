-- The caller's own dossiers.
-- params: state text, limit int4, cursor text
select dossier_list($1, $2, $3) as body
