-- One shipment.
-- params: tracking_number text
select shipment_read($1) as body
