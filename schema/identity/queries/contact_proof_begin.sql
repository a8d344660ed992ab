-- Asks for a code to a phone.
-- params: id uuid, phone text
select wait_seconds, status, location, etag, body from contact_proof_begin($1, $2)
