-- Who calls, for row-level security and the functions; the first statement of every batch.
-- params: account text, session text, role text, units text, assurance text, request text
select set_config('motcua.account', $1, true), set_config('motcua.session', $2, true), set_config('motcua.role', $3, true),
	set_config('motcua.units', $4, true), set_config('motcua.assurance', $5, true), set_config('motcua.request', $6, true)
