-- Imports a working calendar.
-- params: body jsonb
select calendar_set($1, local_day(now()))
