-- Complete drafts, ready to be submitted: psql -v first=NUMBER -v count=COUNT -v callers=CALLERS, as the superuser.
-- Draft number n has the id 01920000-0000-7000-8000-(100000000000 + n) and belongs to account n modulo :callers, plus one.
\set ON_ERROR_STOP on
\set QUIET on
set session_replication_role = replica;
set synchronous_commit = off;
set max_parallel_workers_per_gather = 0;

create temporary table offer as
select row_number() over (order by v.procedure_code, up.unit_code) - 1 as number, v.id as version_id,
	k.code as case_code, up.unit_code, v.form_example as answers
from procedure_version v
join procedure_case k on k.version_id = v.id and k.ordinal = (select min(x.ordinal) from procedure_case x where x.version_id = v.id)
join procedure_channel ch on ch.version_id = v.id and ch.case_code = k.code and ch.channel = 'online'
join competence up on up.procedure_code = v.procedure_code and up.valid_until is null
where v.valid_until is null and v.level <> 'information';

insert into dossier (id, state, version, procedure_version_id, case_code, unit_code, applicant, answers, return_channel)
select ('01920000-0000-7000-8000-' || (100000000000 + n))::uuid, 'draft', 7, o.version_id, o.case_code, o.unit_code,
	jsonb_build_object('full_name', y.name, 'phone', a.phone, 'email', a.email, 'personal_id',
		(select value from party_identifier where party_id = y.id and kind = 'personal_id')),
	o.answers, 'online'
from generate_series(:first::bigint, :first::bigint + :count - 1) n
join offer o on o.number = n * 31 % (select count(*) from offer)
join account a on a.id = ('01900000-0000-7000-8000-' || (100000000000 + n % :callers + 1))::uuid
join party y on y.id = a.party_id;
insert into dossier_party (dossier_id, role, party_id)
select ('01920000-0000-7000-8000-' || (100000000000 + n))::uuid, 'applicant',
	('018f0000-0000-7000-8000-' || (100000000000 + n % :callers + 1))::uuid
from generate_series(:first::bigint, :first::bigint + :count - 1) n;

create temporary table attached as
select uuid_v7() as id, d.id as dossier_id, c.code, c.name,
	('01900000-0000-7000-8000-' || (100000000000 + n % :callers + 1))::uuid as added_by,
	encode(sha256((d.id::text || c.code)::bytea), 'hex') as sha256
from generate_series(:first::bigint, :first::bigint + :count - 1) n
join dossier d on d.id = ('01920000-0000-7000-8000-' || (100000000000 + n))::uuid
join procedure_component c on c.version_id = d.procedure_version_id and c.case_code = d.case_code and c.required;
-- The bench puts each file where the program keeps it: what is in it is its dossier's id and the paper's code.
insert into blob (sha256, size, media_type)
select sha256, length(dossier_id::text || code), 'application/pdf' from attached;
insert into dossier_file (id, dossier_id, component_code, ordinal, name, blob_sha256, added_by)
select id, dossier_id, code, 1, name || '.pdf', sha256, added_by from attached;

-- pgbench, as the program's role, has no way to hand the code from one of its pipelines to the next, nor to write what the
-- program writes of a dossier's content.
create table if not exists bench_content (dossier_id uuid primary key, content text not null);
grant select on bench_content to motcua_citizen;
insert into bench_content
select d.id, jsonb_build_object('version', 1, 'dossier_id', d.id, 'number', 1, 'at', iso_time(now()), 'answers', d.answers,
	'applicant', d.applicant, 'case_code', d.case_code, 'unit', d.unit_code,
	'quote', jsonb_build_object('lines', '[]'::jsonb, 'total', n % 2 * 30000),
	'files', (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'component_code', f.component_code, 'name', f.name,
		'sha256', f.blob_sha256)), '[]') from dossier_file f where f.dossier_id = d.id))
from generate_series(:first::bigint, :first::bigint + :count - 1) n
join dossier d on d.id = ('01920000-0000-7000-8000-' || (100000000000 + n))::uuid;
analyze bench_content;
grant select on dossier_code to motcua_api;
drop policy if exists bench on dossier_code;
create policy bench on dossier_code for select to motcua_api using (true);
