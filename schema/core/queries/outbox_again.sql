-- Tries again, as if for the first time, what was refused or given up: these jobs, or all (null); also these messages that are
-- only known to be sent. Which of them are none.
-- params: ids uuid[]
with again as (select unnest(messages_again($1, null)) as id)
select (select count(*) from again) as count,
	(select string_agg(x.id::text, ' ') from unnest($1) x(id) where not exists (select from again a where a.id = x.id)) as missing
