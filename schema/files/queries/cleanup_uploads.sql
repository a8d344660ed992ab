-- Ends uploads that nobody finished.
-- params: limit int4
delete from upload where id in (select id from upload where blob_sha256 is null and expires_at < now() limit $1) returning id
