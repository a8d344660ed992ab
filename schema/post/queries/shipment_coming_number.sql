-- The serial number that the next shipment gets; it is not taken.
-- params:
select shipment_coming_number() as number
