-- Facts for a shipment's label.
-- params: number text
select shipment_label($1)::text as facts
