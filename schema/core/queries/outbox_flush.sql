-- A channel works again: of what waited for that so many are due, those first that have waited for longest; how many there were.
-- params: channel text, rows int4
with waits as materialized (
	select id from outbox where channel = $1 and failed_at is null and held
	order by created_at limit $2 for no key update skip locked),
flushed as (
	update outbox o set available_at = now(), held = false from waits where o.id = waits.id returning 1)
select count(*) from flushed
