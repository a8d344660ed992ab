-- One to find out with whether a channel works again: of those that are due or wait for that, what was tried least, so that
-- one which always fails does not stand before all others. Of each topic the hundred that have been due for longest are looked
-- at, and the hundred that have waited for longest: what was tried in vain comes again later.
-- params: topics text[], seconds int4, channel text
with looked_at as (
	select due.* from unnest($1) topics(topic) cross join lateral (
		select x.id, x.attempts, x.available_at from outbox x where x.channel = $3 and x.topic = topics.topic
			and x.failed_at is null and x.available_at <= now()
		order by x.available_at limit 100) due
	union all
	select waits.* from (
		select x.id, x.attempts, x.available_at from outbox x where x.channel = $3 and x.topic = any ($1)
			and x.failed_at is null and x.held and x.available_at > now()
		order by x.created_at limit 100) waits
), due as materialized (
	select x.id from outbox x join looked_at l on l.id = x.id where x.failed_at is null and (x.held or x.available_at <= now())
	order by l.attempts, l.available_at limit 1 for update of x skip locked)
update outbox o set available_at = now() + make_interval(secs => $2), attempts = least(o.attempts, 32766) + 1,
	tried_since = coalesce(o.tried_since, now()), held = false
from due where o.id = due.id returning o.id, o.topic, o.subject_id, o.channel, o.attempts
