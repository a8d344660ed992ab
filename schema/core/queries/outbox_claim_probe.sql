-- One to find out with whether a channel works again: of those that are due or wait for that, what was tried least, so that
-- one which always fails does not stand before all others.
-- params: topics text[], seconds int4, channel text
with due as materialized (
	select x.id from outbox x where x.channel = $3 and x.topic = any ($1) and x.failed_at is null
		and (x.held or x.available_at <= now())
	order by x.attempts, x.available_at limit 1 for update skip locked)
update outbox o set available_at = now() + make_interval(secs => $2), attempts = least(o.attempts, 32766) + 1,
	tried_since = coalesce(o.tried_since, now()), held = false
from due where o.id = due.id returning o.id, o.topic, o.subject_id, o.channel, o.attempts
