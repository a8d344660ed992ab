-- Uploads that are to have bytes on the disk.
-- params: after text, until text, limit int4
select id, received from uploads_begun($1, $2, $3)
