-- The ledger of reading: the caller opens what belongs to a shipment.
-- params: operation text, tracking_number text
select reading_open_shipment($1, $2)
