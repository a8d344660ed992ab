-- Blobs are removed.
-- params: sha256 text[]
select blobs_gone($1)
