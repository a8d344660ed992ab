-- What a payment begun by its payer, or money taken at the desk, would do.
-- params: dossier uuid, id uuid, method text, at_desk bool, amount int8, shown jsonb, clock jsonb
select payment_preview($1, $2, $3, $4, $5, $6, $7)::text as body
