-- Where the pass of a check stands; no row: none is due.
-- params: name text
select place from check_next($1) place
