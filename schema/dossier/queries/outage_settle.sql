-- Books the minutes of a dossier that fell into an outage.
-- params: outage uuid, id uuid, version int8, clock jsonb, minutes jsonb
select outage_settle($1, $2, $3, $4, $5) as settled
