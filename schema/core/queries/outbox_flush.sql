-- A channel works again: what waited for that is due.
-- params: channel text
update outbox set available_at = now(), held = false where channel = $1 and failed_at is null and held
