-- Begins an upload.
-- params: id uuid, name text, length int8, sha256 text
select upload_create($1, $2, $3, $4) as expires_at
