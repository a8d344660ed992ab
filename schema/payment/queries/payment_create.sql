-- A payment by VietQR, or cash taken at the desk.
-- params: dossier uuid, id uuid, method text, content text, qr text, bank jsonb, amount int8, expires timestamptz
select status, location, etag, body from payment_create($1, $2, $3, $4, $5, $6, $7, $8)
