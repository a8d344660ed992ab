-- An upload of the caller.
-- params: id uuid
select name, length, received, declared_sha256, blob_sha256, expired from upload_get($1)
