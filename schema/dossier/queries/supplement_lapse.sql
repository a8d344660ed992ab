-- Closes a dossier that was not supplied in time.
-- params: id uuid, version int8, clock jsonb
select supplement_lapse($1, $2, $3) as closed
