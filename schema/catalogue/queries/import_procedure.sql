-- Imports one procedure.
-- params: body jsonb
select count(*) > 0 as changed from procedure_set($1, local_day(now()))
