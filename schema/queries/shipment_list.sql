-- params: id uuid
select shipment_list($1) as body
