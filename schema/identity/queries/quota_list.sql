-- The quotas of their own, and what holds for all others.
-- params: limit int4
select q.account_id, q.quota, q.most, q.why, limit_of(q.quota) as everybody,
	coalesce(limit_of_staff(q.quota), limit_of(q.quota)) as staff,
	(extract(epoch from q.given_at) * 1000)::bigint as given_ms
from quota q order by q.account_id, q.quota limit $1
