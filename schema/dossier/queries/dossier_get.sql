-- One dossier that the caller may see.
-- params: id uuid
select etag, body from dossier_read($1)
