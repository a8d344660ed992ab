-- What waits by each channel.
-- params:
select channel as part, waiting, oldest_seconds from outbox_by_channel()
