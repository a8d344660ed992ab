-- Remembers the key for the reply, or fails if one is kept already.
-- params: key text, operation text, hash text
select idempotency_begin($1, $2, $3)
