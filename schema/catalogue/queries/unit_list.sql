-- Units by name, by superior, or those that handle a procedure, as they are on a day, today by default.
-- params: q text, procedure text, parent text, at date
select json_build_object('items', coalesce(json_agg(unit_json(u) || jsonb_build_object(
	'open', c.unit_code is not null and x.valid_until is null)
	|| case when x.valid_until is null then '{}'
		else jsonb_build_object('closed', jsonb_build_object('reason', x.reason, 'valid_until', x.valid_until)) end
	order by u.code), '[]'))::text as body
from unit u
left join competence c on c.unit_code = u.code and c.procedure_code = $2
	and in_force(c.valid_from, c.valid_until, coalesce($4, local_day(now())))
left join lateral closure_of(u.code, $2, coalesce($4, local_day(now()))) x on true
where in_force(u.valid_from, u.valid_until, coalesce($4, local_day(now())))
	and ($2 is null or c.unit_code is not null) and ($3 is null or u.parent_code = $3)
	and ($1 is null or fold($1) <> '' and u.folded_name like '%' || fold($1) || '%')
