-- Takes jobs that are due and hides them for two minutes: a worker that dies gives them back.
-- params: limit int4
update outbox o set available_at = now() + interval '2 minutes', attempts = o.attempts + 1
from (select id from outbox where failed_at is null and available_at <= now()
	order by available_at limit $1 for update skip locked) due
where o.id = due.id returning o.id, o.topic, o.subject_id, o.attempts
