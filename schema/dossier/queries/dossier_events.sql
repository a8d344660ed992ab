-- What happened.
-- params: id uuid
select json_build_object('items', (select coalesce(json_agg(json_build_object('id', e.id, 'at', iso_time(e.at),
	'kind', e.kind, 'from_state', e.from_state, 'to_state', e.to_state, 'actor_name', e.actor_name,
	'actor_role', e.actor_role,
	'unit', (select json_build_object('code', u.code, 'name', u.name) from unit u where u.code = e.unit_code),
	'paper', step_paper(e.kind), 'ground', event_ground(d.id, e.kind, e.reason_code, e.at),
	'note', event_note(d.id, e.kind, e.note)) order by e.at, e.id), '[]')
	from dossier_event e where e.dossier_id = d.id))::text as body
from dossier d where d.id = $1
