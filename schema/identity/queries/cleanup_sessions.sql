-- Sessions that ended thirty days ago, and with them their tokens: a session holds for thirty days, and its id says since when.
-- params:
delete from session where id < uuid_floor(now() - interval '60 days')
