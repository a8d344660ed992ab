-- One unit.
-- params: code text
select json_build_object('code', u.code, 'name', u.name, 'name_en', u.name_en, 'kind', u.kind, 'parent', u.parent_code,
	'address', u.address, 'phone', u.phone, 'email', u.email, 'hours', u.hours)::text as body
from unit u where u.code = $1
