-- Which release the schema is of.
-- params:
select coalesce(max(release), 0) as release from schema_release
