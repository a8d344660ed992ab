-- What a dossier said each time, and what became of its files.
-- params: id uuid
select json_build_object('items', (select coalesce(json_agg(json_build_object('number', s.number, 'at', iso_time(s.at),
	'submitter_name', s.now -> 'submitter' ->> 'full_name', 'sha256', s.sha256, 'answers', s.now -> 'answers',
	'changed', submission_changes(s.now, s.before), 'files', submission_files(s.now, s.before),
	'fee_total', (s.now -> 'quote' ->> 'total')::bigint, 'receipt', r.jws) order by s.number), '[]')
	from (select x.number, x.at, x.sha256, x.content::jsonb as now, lag(x.content::jsonb) over (order by x.number) as before
		from submission x where x.dossier_id = $1) s
	join receipt r on r.dossier_id = $1 and r.submission_number = s.number))::text as body
from dossier d where d.id = $1
