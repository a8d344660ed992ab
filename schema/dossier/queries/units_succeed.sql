-- Hands on the dossiers of units that have ended.
-- params:
select units_succeed(null) as change
