-- params:
select shipment_next_number() as number
