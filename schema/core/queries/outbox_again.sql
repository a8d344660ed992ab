-- Tries again, as if for the first time, what was refused or given up: these jobs, or all (null). Which of them are none.
-- params: ids uuid[]
with again as (
	update outbox set failed_at = null, refused = false, held = false, attempts = 0, tried_since = null, available_at = now()
	where failed_at is not null and ($1 is null or id = any ($1)) returning id)
select (select count(*) from again) as count,
	(select string_agg(x::text, ' ') from unnest($1) x where not exists (select from again a where a.id = x)) as missing
