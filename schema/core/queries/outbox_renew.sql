-- Those who work on these jobs are still at it. What goes by no channel and takes so long is held up.
-- params: ids uuid[], seconds int4
update outbox set available_at = now() + make_interval(secs => $2), held = held or channel is null where id = any ($1)
