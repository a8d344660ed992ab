-- params: id uuid
select etag, body from dossier_read($1)
