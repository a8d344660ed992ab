-- How much of the outbox waits, was refused and was given up, and for how long at most.
-- params:
select s.state, count(o.id), coalesce(extract(epoch from now() - min(o.since))::bigint, 0) as seconds
from (values ('waiting'), ('refused'), ('given-up')) s(state)
left join (select id, coalesce(failed_at, created_at) as since,
		case when failed_at is null then 'waiting' when refused then 'refused' else 'given-up' end as state from outbox) o
	on o.state = s.state
group by s.state order by s.state desc
