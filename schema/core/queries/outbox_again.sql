-- Tries again, as if for the first time, what was refused or given up: these jobs, or all (null). Which of them are none.
-- What was refused goes as another message: its carrier would know the one before by its id, and not send it again.
-- params: ids uuid[]
with chosen as (select id from outbox where failed_at is not null and ($1 is null or id = any ($1)) for update),
again as (
	update outbox o set id = case when o.refused then uuid_v7() else o.id end, failed_at = null, refused = false, cause = null,
		held = false, attempts = 0, tried_since = null, available_at = now()
	from chosen c where o.id = c.id returning c.id)
select (select count(*) from again) as count,
	(select string_agg(x::text, ' ') from unnest($1) x where not exists (select from again a where a.id = x)) as missing
