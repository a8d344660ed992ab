-- Imports one procedure.
-- params: body jsonb
select import_procedure($1) as changed
