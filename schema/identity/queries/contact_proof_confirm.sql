-- The code was entered.
-- params: id uuid, hash text
select body from contact_proof_confirm($1, $2)
