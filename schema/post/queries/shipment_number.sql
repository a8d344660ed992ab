-- The next serial number of a shipment.
-- params:
select shipment_next_number() as number
