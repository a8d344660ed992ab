-- What a check found in a stretch that cannot be mended.
-- params: name text, after text, until text, subjects text[], whats text[]
select check_tell($1, $2, $3, $4, $5)
