-- A job that the other side refused for good.
-- params: id uuid, error text, cause text
update outbox set failed_at = now(), refused = true, last_error = $2, cause = $3 where id = $1 and failed_at is null
