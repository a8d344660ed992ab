-- Whether the database can be written to.
-- params:
select write_probe()
