-- Units by name, by superior, or those that handle a procedure.
-- params: q text, procedure text, parent text
select json_build_object('items', coalesce(json_agg(json_build_object('code', u.code, 'name', u.name, 'name_en', u.name_en,
	'kind', u.kind, 'parent', u.parent_code, 'address', u.address, 'phone', u.phone, 'email', u.email, 'hours', u.hours,
	'open', coalesce(up.open, false)) order by u.code), '[]'))::text as body
from unit u left join unit_procedure up on up.unit_code = u.code and up.procedure_code = $2
where u.valid_until is null and ($2 is null or up.unit_code is not null) and ($3 is null or u.parent_code = $3)
	and ($1 is null or fold($1) <> '' and u.folded_name like '%' || fold($1) || '%')
