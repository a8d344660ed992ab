-- The clock of the dossier whose result a shipment brings.
-- params: carrier text, tracking_number text
select carrier_event_clock($1, $2)::text as clock
