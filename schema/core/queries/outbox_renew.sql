-- Those who work on these jobs are still at it.
-- params: ids uuid[], seconds int4
update outbox set available_at = now() + make_interval(secs => $2) where id = any ($1)
