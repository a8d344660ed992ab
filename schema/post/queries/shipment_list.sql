-- The shipments of a dossier.
-- params: id uuid
select shipment_list($1) as body
