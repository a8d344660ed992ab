-- What sending the result by post would do.
-- params: dossier uuid, id uuid, number text, carrier text, clock jsonb
select shipment_preview($1, $2, $3, $4, $5)::text as body
