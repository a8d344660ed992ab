-- A payment begun by its payer, or money taken at the desk.
-- params: dossier uuid, id uuid, method text, at_desk bool, amount int8, shown jsonb, clock jsonb
select status, location, etag, body from payment_create($1, $2, $3, $4, $5, $6, $7)
