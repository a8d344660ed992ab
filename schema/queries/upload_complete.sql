-- params: id uuid, sha256 text, media_type text
select upload_complete($1, $2, $3)
