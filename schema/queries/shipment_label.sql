-- params: number text
select shipment_label($1)::text as facts
