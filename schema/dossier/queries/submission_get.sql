-- The text of one submission, letter by letter as it was hashed.
-- params: id uuid, number int4
select '"' || sha256 || '"' as etag, content as body from submission where dossier_id = $1 and number = $2
