-- Imports the working calendar.
-- params: body jsonb
select import_calendar($1)
