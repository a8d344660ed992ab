-- What stands in the outbox, of each kind how much and for how long; of what waits by a channel the same for its figures.
-- params:
select state, part, count, seconds, case when part is not null then count end as waiting,
	case when part is not null then seconds end as oldest_seconds
from outbox_counts()
