-- What the checks have found, and how long ago each came to its end.
-- params:
select name as part, losses, extract(epoch from now() - ended_at)::bigint as age from check_figures()
