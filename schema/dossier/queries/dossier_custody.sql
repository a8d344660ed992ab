-- Who held the dossier.
-- params: id uuid
select json_build_object('items', (select coalesce(json_agg(json_build_object('sequence', c.sequence,
	'unit', json_build_object('code', u.code, 'name', u.name), 'officer_name', c.officer_name, 'state', c.state,
	'since', iso_time(c.since), 'until', iso_time(c.until), 'submission_sha256',
	c.submission_sha256, 'hash', c.hash) order by c.sequence), '[]')
	from custody c join unit u on u.code = c.unit_code where c.dossier_id = d.id))::text as body
from dossier d where d.id = $1
