-- A job that was laid down unfinished because the worker is told to stop.
-- params: id uuid
update outbox set available_at = now(), attempts = attempts - 1 where id = $1
