-- What was refused or given up, the latest first.
-- params: limit int4
select o.id, o.topic, o.channel, o.subject_id, case when o.refused then 'refused' else 'given-up' end as state, o.attempts,
	(extract(epoch from o.created_at) * 1000)::bigint as created_ms,
	(extract(epoch from o.failed_at) * 1000)::bigint as failed_ms, o.last_error
from (values (true), (false)) kind (refused) cross join lateral (
	select x.* from outbox x where x.failed_at is not null and x.refused = kind.refused
	order by x.failed_at desc, x.id desc limit $1) o
order by o.failed_at desc, o.id desc limit $1
