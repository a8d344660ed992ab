-- The dossiers that a code, or the last digits of one, may mean.
-- params: code text, most int4
select id, code from dossiers_meant($1, $2)
