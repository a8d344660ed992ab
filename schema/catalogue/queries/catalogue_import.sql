-- Brings documents of the catalogue in force, or shows what they would change.
-- params: body jsonb, at date, dry_run bool, by text
select catalogue_import($1, $2, $3, $4)::text as body
