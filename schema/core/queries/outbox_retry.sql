-- A job that failed comes again: after a second, then after twice as long each time until a quarter of an hour, a little apart
-- from others that failed with it. After three days of tries it waits for a person. What goes by no channel
-- is held up by that, as are others while their way fails.
-- params: id uuid, error text, held bool
update outbox set
	available_at = now() + least(interval '15 minutes', interval '1 second' * 2 ^ least(attempts - 1, 10)) * (0.5 + random() / 2),
	failed_at = case when tried_since < now() - interval '3 days' then now() end,
	cause = case when tried_since < now() - interval '3 days' and channel is not null then 'given_up' end,
	last_error = $2, held = $3 or channel is null
where id = $1 and failed_at is null returning failed_at is not null as given_up
