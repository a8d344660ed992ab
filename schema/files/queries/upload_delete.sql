-- Ends an upload.
-- params: id uuid
select upload_delete($1) as id
