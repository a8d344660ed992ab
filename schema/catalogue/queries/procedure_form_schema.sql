-- The form's schema of a version, compiled once by the program.
-- params: version uuid
select form_schema::text as schema from procedure_version where id = $1
