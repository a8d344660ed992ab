-- Imports units.
-- params: body jsonb
select count(unit_set(x, local_day(now()))) as units from jsonb_array_elements($1) x
