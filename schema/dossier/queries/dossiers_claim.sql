-- The caller asks for what the desk took in for him.
-- params: personal_id text
select wait_seconds, body from dossiers_claim($1)
