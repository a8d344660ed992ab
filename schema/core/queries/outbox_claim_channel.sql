-- The same of what goes by a channel.
-- params: topics text[], seconds int4, channel text
with due as materialized (
	select job.id from unnest($1) with ordinality as topics(topic, place) cross join lateral (
		select x.id from outbox x where x.channel = $3 and x.topic = topics.topic and x.failed_at is null
			and x.available_at <= now()
		order by x.available_at limit 1 for update skip locked) job
	order by place limit 1)
update outbox o set available_at = now() + make_interval(secs => $2), attempts = least(o.attempts, 32766) + 1,
	tried_since = coalesce(o.tried_since, now()), held = false
from due where o.id = due.id returning o.id, o.topic, o.subject_id, o.channel, o.attempts
