-- Saves a draft.
-- params: id uuid, etag text, body jsonb
select etag, body from dossier_update($1, $2, $3)
