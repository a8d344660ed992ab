-- A carrier's event.
-- params: carrier text, webhook text, body jsonb, clock jsonb
select json_build_object('outcome', carrier_event_take($1, $2, $3, $4))::text as body
