-- Sends the result by post.
-- params: dossier uuid, id uuid, number text, carrier text
select status, location, etag, body from shipment_create($1, $2, $3, $4)
