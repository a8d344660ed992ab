-- The next dossier code; alone in its transaction.
-- params: id uuid
select dossier_number($1) as code
