-- The applicant downloads his result.
-- params: id uuid, clock jsonb
select dossier_fetch($1, $2)
