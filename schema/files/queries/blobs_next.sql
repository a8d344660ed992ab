-- The next blobs.
-- params: after text, limit int4
select sha256, size, named from blobs_next($1, $2)
