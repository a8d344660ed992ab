-- Remembers the key for the reply, or fails if one is kept already. secret: t if the reply is not to be kept.
-- params: key text, operation text, hash text, secret text
select set_config('motcua.key', $1, true), set_config('motcua.operation', $2, true), set_config('motcua.hash', $3, true),
	set_config('motcua.secret', $4, true), idempotency_begin($1)
