-- The next dossier code; alone in its transaction.
-- params: id uuid, key text
select dossier_number($1, $2) as code
