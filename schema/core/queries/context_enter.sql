-- Who calls, for row-level security and the functions; the first statement of every batch.
-- params: account text, role text, units text, assurance text, request text
select set_config('motcua.account', $1, true), set_config('motcua.role', $2, true), set_config('motcua.units', $3, true),
	set_config('motcua.assurance', $4, true), set_config('motcua.request', $5, true)
