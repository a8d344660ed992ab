-- Remembers the key for the reply, or fails if one is kept already.
-- params: key text, operation text, hash text
select set_config('motcua.key', $1, true), set_config('motcua.operation', $2, true), set_config('motcua.hash', $3, true),
	idempotency_begin($1)
