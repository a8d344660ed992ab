-- Begins a draft.
-- params: id uuid, body jsonb
select status, location, etag, body from dossier_create($1, $2)
