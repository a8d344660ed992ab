-- Sends the result by post.
-- params: dossier uuid, id uuid, number text, carrier text, clock jsonb
select status, location, etag, body from shipment_create($1, $2, $3, $4, $5)
