-- A code is about to be sent; its hash; whereto it goes.
-- params: id uuid, hash text
select phone, language from contact_proof_send($1, $2)
