-- How long ago a worker last said that it lives.
-- params:
select heartbeat_age('worker') as seconds
