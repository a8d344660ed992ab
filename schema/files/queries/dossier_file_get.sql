-- One file of a dossier that the caller may read.
-- params: id uuid, file uuid
select name, media_type, size, sha256, fetches from dossier_file_get($1, $2)
