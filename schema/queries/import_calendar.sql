-- params: body jsonb
select import_calendar($1)
