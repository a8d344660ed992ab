-- Takes the first job that is due and goes by no channel, topics in this order, and hides it for so many seconds: a worker that
-- dies gives it back. By the channel, which none has, because the index is sought in its order.
-- The choice is made once (materialized): made again for each row of a plan, it would take, and hide, one job after another.
-- params: topics text[], seconds int4
with due as materialized (
	select job.id from unnest($1) with ordinality as topics(topic, place) cross join lateral (
		select x.id from outbox x where x.topic = topics.topic and x.channel is null and x.failed_at is null
			and x.available_at <= now()
		order by x.channel, x.available_at limit 1 for update skip locked) job
	order by place limit 1)
update outbox o set available_at = now() + make_interval(secs => $2), attempts = least(o.attempts, 32766) + 1,
	tried_since = coalesce(o.tried_since, now())
from due where o.id = due.id returning o.id, o.topic, o.subject_id, o.channel, o.attempts
