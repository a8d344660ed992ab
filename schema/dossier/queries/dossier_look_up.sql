-- Public tracking, masked.
-- params: code text, last4 text, address text, by_code jsonb, by_address jsonb
select wait_seconds, rate, by_address, body from dossier_look_up($1, $2, $3, $4, $5)
