-- Who misses a blob.
-- params: sha256 text
select blob_missed_by($1) as who
