-- One shipment.
-- params: number text
select shipment_read($1) as body
