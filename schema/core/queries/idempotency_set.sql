-- Remembers the key for the reply, where it has been looked for: keeping the reply fails if another was faster.
-- params: key text, operation text, hash text, secret text
select set_config('motcua.key', $1, true), set_config('motcua.operation', $2, true), set_config('motcua.hash', $3, true),
	set_config('motcua.secret', $4, true)
