-- Imports units.
-- params: body jsonb
select import_units($1) as units
