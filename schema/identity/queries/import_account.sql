-- Imports one sample person.
-- params: body jsonb, id uuid, password_hash text
select import_account($1, $2, $3) as created
