-- A job that failed comes again later, after ten tries it waits for a person.
-- params: id uuid, error text
update outbox set available_at = now() + least(interval '1 hour', interval '5 seconds' * 2 ^ attempts),
	failed_at = case when attempts >= 10 then now() end, last_error = $2 where id = $1
