-- The same of the staff, with its units.
-- params: account text, role text, assurance text, application text, units text
select set_config('motcua.account', $1, true), set_config('motcua.role', $2, true), set_config('motcua.assurance', $3, true),
	set_config('application_name', $4, true), set_config('motcua.units', $5, true)
