-- Records the file that an upload became.
-- params: id uuid, sha256 text, media_type text, name text
select upload_complete($1, $2, $3, $4)
