-- What was not supplied in time.
-- params: limit int4
select id, version, clock::text as clock from supplements_lapsed($1)
