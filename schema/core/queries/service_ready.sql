-- Whether the schema is there.
-- params:
select count(*) as states from dossier_state
