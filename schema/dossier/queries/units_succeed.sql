-- Hands on the next dossiers of units that have ended.
-- params: limit int4
select coalesce(sum(s.seen), 0) as count from units_succeed(null, $1) s
