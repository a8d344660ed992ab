-- What waits in the outbox.
-- params:
select waiting, oldest_seconds, refused, dead from outbox_figures()
