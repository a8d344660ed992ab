-- Dossiers that were open in an outage which is not settled.
-- params: limit int4
select outage, from_epoch, until_epoch, filed_epoch, unit, id, version, clock::text as clock, stretches::text as stretches
from outage_next($1)
