-- Who calls, for row-level security and the functions, and for the server's log which request it is (caller_request); the first
-- statement of every batch. Somebody of no unit: the setting of units stays empty.
-- params: account text, role text, assurance text, application text
select set_config('motcua.account', $1, true), set_config('motcua.role', $2, true), set_config('motcua.assurance', $3, true),
	set_config('application_name', $4, true)
