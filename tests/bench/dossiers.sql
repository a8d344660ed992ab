-- A province's dossiers with all that belongs to them: psql -v count=DOSSIERS -v accounts=ACCOUNTS -v callers=CALLERS,
-- as the superuser (triggers are off while it runs; the checks of the tables hold). -v days=DAYS: since when (300);
-- -v first=NUMBER -v last=NUMBER: these of them alone.
-- Dossier number n has the id 01910000-0000-7000-8000-(100000000000 + n), or one of its time if days are named: then it lies
-- in the month in which the program would have put it. Every twelfth one belongs to one of the first
-- :callers accounts in turn, so what the bench reads lies scattered over the whole table; the others to everyone else.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?days}
	\set of_its_time true
\else
	\set days 300
	\set of_its_time false
\endif
\if :{?first}
\else
	\set first 1
	\set last :count
\endif
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';
set temp_buffers = '256MB';

-- What can be filed: a procedure's first case at a unit that handles it, with an example answer. One ward gets a third of all.
create temporary table offer as
select row_number() over (partition by up.unit_code = 'H99.31' order by v.procedure_code, up.unit_code) - 1 as number,
	up.unit_code = 'H99.31' as busy, v.id as version_id, k.code as case_code, up.unit_code, v.form_example as example,
	coalesce(f.lines, '[]') as fees
from procedure_version v
join procedure_case k on k.version_id = v.id and k.ordinal = (select min(x.ordinal) from procedure_case x where x.version_id = v.id)
join procedure_channel ch on ch.version_id = v.id and ch.case_code = k.code and ch.channel = 'online'
left join procedure_fee f on f.procedure_code = v.procedure_code and f.case_code = k.code and f.channel = 'online'
	and in_force(f.valid_from, f.valid_until, local_day(now()))
join competence up on up.procedure_code = v.procedure_code and up.valid_until is null
where v.valid_until is null and v.level <> 'information';

-- Of a hundred dossiers of the last thirty days: 40 over, 45 under way, 8 new, 4 drafts; of older ones hardly any is open, and
-- the callers' are filed. What ended more than a year ago is kept without long texts: who reads it is served by its key.
create temporary table plan as
select i.n, case when :of_its_time then left(uuid_floor(i.at)::text, 13) || '-7000-8000-' || lpad(i.n::text, 12, '0')
		else '01910000-0000-7000-8000-' || (100000000000 + i.n) end::uuid as id, o.version_id, o.case_code, o.unit_code, o.fees,
	('01900000-0000-7000-8000-' || (100000000000 + case when i.n % 12 = 0 then i.n / 12 % :callers + 1
		else :callers + 1 + i.n * 7919 % (:accounts - :callers) end))::uuid as applicant_id,
	case when r < 36 or r >= 40 and not recent and (r < 97 or i.n % 12 = 0) then 'returned' when r < 40 then 'rejected' when r < 48 then 'finished'
		when r < 68 then 'processing' when r < 88 then 'received' when r < 96 or i.n % 12 = 0 then 'registered'
		else 'draft' end as state,
	i.at, jsonb_array_length(o.fees) > 0 as has_fee, case when i.long then o.example else '{}' end as answers, i.long
from (select n, n * 37 % 101 % 100 as r, at, at > now() - interval '30 days' or n % 97 = 0 and at > now() - interval '300 days' as recent,
		not :of_its_time or at > now() - interval '1 year' as long
	from generate_series(:first::bigint, :last) n
	cross join lateral (select now() - :days * interval '1 day' + n * ((:days - 1) * interval '1 day' / :count) as at) t) i
join (select busy, count(*) as count from offer group by busy) c on c.busy = (i.n % 3 = 1)
join offer o on o.busy = c.busy and o.number = i.n * 31 % c.count;
create index on plan (id);
analyze plan;

insert into dossier_code (code, dossier_id, given_at)
select p.unit_code || '-' || to_char(p.at, 'YYMMDD') || '-' || (1000000 + p.n), p.id, p.at from plan p where p.state <> 'draft';
insert into dossier (id, code, state, previous_state, version, procedure_version_id, case_code, unit_code,
	intake_unit_code, applicant, answers, return_channel, holder_unit_code, held_since,
	step_due_at, due_original_at, due_at, booked_until, ground, fee_state, fee_total, fee_paid, submission_number, created_at, updated_at,
	submitted_at, received_at,
	finished_at, returned_at)
select p.id, case when filed then p.unit_code || '-' || to_char(p.at, 'YYMMDD') || '-' || (1000000 + p.n) end, p.state,
	case p.state when 'returned' then 'finished' when 'finished' then 'processing' when 'processing' then 'received'
		when 'received' then 'registered' when 'rejected' then 'registered' when 'registered' then 'draft' end,
	case p.state when 'draft' then 7 when 'registered' then 8 when 'returned' then 12 else 10 end,
	p.version_id, p.case_code, p.unit_code, case when filed then p.unit_code end,
	jsonb_build_object('full_name', y.name, 'phone', a.phone, 'email', a.email, 'personal_id',
		(select value from party_identifier where party_id = y.id and kind = 'personal_id')),
	p.answers, 'online', case when filed then p.unit_code end, case when filed then p.at + interval '1 hour' end,
	case when filed then p.at + interval '5 days' end, case when filed then p.at + interval '5 days' end,
	case when filed then p.at + interval '5 days' end, case when filed then p.at + interval '2 days' end,
	case when p.state = 'rejected' then reason_at('filed_twice', p.at) end,
	case when not charged then 'none' when done then 'paid' else 'due' end, charged::integer * 30000,
	(charged and done)::integer * 30000, filed::integer, p.at, p.at + interval '2 days', case when filed then p.at + interval '1 hour' end,
	case when received then p.at + interval '3 hours' end, case when done then p.at + interval '2 days' end,
	case when p.state = 'returned' then p.at + interval '2 days' end
from plan p join account a on a.id = p.applicant_id join party y on y.id = a.party_id
cross join lateral (select p.state <> 'draft' as filed, p.state in ('received', 'processing', 'finished', 'returned')
	as received, p.state in ('finished', 'returned') as done, p.has_fee and p.state not in ('draft', 'rejected') as charged) s
order by p.n;
insert into unit_dossier (unit_code, dossier_id, code, name, procedure_code)
select d.unit_code, d.id, d.code, sought_name(d.applicant ->> 'full_name'), v.procedure_code
from plan p join dossier d on d.id = p.id join procedure_version v on v.id = p.version_id where d.code is not null;
begin;
lock table sought_name in share row exclusive mode;
insert into sought_name select distinct u.name from plan p join unit_dossier u on u.dossier_id = p.id
where not exists (select from sought_name n where n.name = u.name);
commit;
insert into sought_number select s, d.id from plan p join dossier d on d.id = p.id,
	unnest(array[d.applicant ->> 'phone', d.applicant ->> 'personal_id']) s
where d.code is not null and s is not null on conflict do nothing;

insert into dossier_party (dossier_id, role, party_id, unit_code, from_at)
select p.id, r.role, case when r.role <> 'involved' then a.party_id end, case when r.role = 'involved' then p.unit_code end, p.at
from plan p join account a on a.id = p.applicant_id
join (values ('applicant'), ('submitter'), ('involved')) r(role) on r.role = 'applicant' or p.state <> 'draft'
order by p.n;

-- The papers that the case requires (at least one file each) and the result: each file has bytes of its own.
create temporary table attached as
select uuid_v7() as id, f.*, 40000 + ('x' || left(f.sha256, 5))::bit(20)::integer as size from (
select p.id as dossier_id, c.code as component_code, c.name || '.pdf' as name, p.applicant_id, p.at,
	encode(sha256((p.id::text || c.code)::bytea), 'hex') as sha256
from plan p join procedure_component c on c.version_id = p.version_id and c.case_code = p.case_code
where c.required or p.n % 3 = 0
union all
select p.id, null, 'Kết quả.pdf', p.applicant_id, p.at, encode(sha256(p.id::text::bytea), 'hex')
from plan p where p.state in ('finished', 'returned')) f;
create index on attached (dossier_id);
insert into blob (sha256, size, media_type) select sha256, size, 'application/pdf' from attached order by sha256;
insert into dossier_file (id, dossier_id, component_code, ordinal, name, blob_sha256, added_by, added_at)
select id, dossier_id, component_code, 1, name, sha256, applicant_id, at from attached;

-- Each step leaves an event and a link of the chain.
create temporary table step as
select p.id as dossier_id, s.sequence, s.kind, s.from_state, s.to_state, p.at + s.sequence * interval '3 hours' as at,
	p.applicant_id, p.unit_code
from plan p
join (values (1, 'submit', 'draft', 'registered'), (2, 'accept', 'registered', 'received'),
	(3, 'forward', 'received', 'processing'), (4, 'finish', 'processing', 'finished'),
	(5, 'return', 'finished', 'returned')) s (sequence, kind, from_state, to_state)
	on s.sequence <= array_position(array['registered', 'received', 'processing', 'finished', 'returned'],
		case when p.state = 'rejected' then 'registered' else p.state end);
insert into dossier_event (id, dossier_id, at, kind, from_state, to_state, actor_id, actor_name, actor_role, unit_code)
select uuid_v7(), dossier_id, at, kind, from_state, to_state, applicant_id, 'Nguyễn Thị An',
	case when sequence = 1 then 'citizen' else 'officer' end, unit_code from step;
create temporary table said as
select p.id, p.at, p.applicant_id, c.content, encode(sha256(convert_to(c.content, 'UTF8')), 'hex') as sha256
from plan p cross join lateral (select case when p.long then jsonb_build_object('version', 1, 'dossier_id', p.id, 'number', 1,
	'at', iso_time(p.at), 'answers', p.answers, 'case_code', p.case_code, 'unit', p.unit_code,
	'submitter', (select d.applicant from dossier d where d.id = p.id),
	'quote', jsonb_build_object('lines', p.fees, 'total', p.has_fee::integer * 30000), 'files', (select coalesce(jsonb_agg(
		jsonb_build_object('id', f.id, 'component_code', f.component_code, 'name', f.name, 'size', f.size,
			'media_type', 'application/pdf', 'sha256', f.sha256)), '[]')
		from attached f where f.dossier_id = p.id and f.component_code is not null))::text
	else format('{"version":1,"dossier_id":"%s","number":1,"at":"%s","answers":{},"case_code":"%s","unit":"%s","submitter":{},'
		'"quote":{"lines":[],"total":0},"files":[]}', p.id, iso_time(p.at), p.case_code, p.unit_code) end as content) c
where p.state <> 'draft';
insert into submission (dossier_id, number, at, account_id, content, sha256)
select id, 1, at, applicant_id, content, sha256 from said;
insert into custody (dossier_id, sequence, unit_code, state, since, until, submission_sha256, hash)
select t.dossier_id, t.sequence, t.unit_code, t.to_state, t.at, t.at + interval '8 hours', s.sha256,
	encode(sha256((t.dossier_id::text || t.sequence)::bytea), 'hex') from step t join said s on s.id = t.dossier_id;

insert into receipt (dossier_id, submission_number, payload, jws)
select p.id, 1, jsonb_build_object('code', d.code, 'applicant', d.applicant, 'submitted_at', iso_time(d.submitted_at),
		'unit', p.unit_code, 'procedure', p.version_id)::text,
	repeat(encode(sha256(p.id::text::bytea), 'base64'), case when p.long then 20 else 1 end)
from plan p join dossier d on d.id = p.id where p.state <> 'draft';
insert into charge (id, dossier_id, submission_number, kind, lines, total, state)
select uuid_v7(), id, 1, 'fee', fees, 30000, case when state in ('returned', 'finished') then 'paid'
	when state = 'rejected' then 'void' else 'open' end from plan where has_fee and state <> 'draft';
insert into notification (id, account_id, dossier_id, template_id, told, created_at, read_at)
select uuid_v7(), s.applicant_id, s.dossier_id, t.id, jsonb_build_object('code', d.code, 'due', iso_time(s.at)), s.at, s.at
from step s join dossier d on d.id = s.dossier_id cross join notice_template t
where s.sequence in (1, 2, 4) and t.notice = 'accept_promised';
