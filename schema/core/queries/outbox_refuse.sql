-- A job that the other side refused for good.
-- params: id uuid, error text
update outbox set failed_at = now(), refused = true, last_error = $2 where id = $1
