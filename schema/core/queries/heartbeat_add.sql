-- The worker lives.
-- params:
select heartbeat_add('worker')
