-- Who may read and write what: deny by default, in the database too.
begin;
\ir fixture.psql
select no_plan();

select is(string_agg(c.relname, ' ' order by c.relname), null, 'every table that leads to a person has row-level security')
from pg_class c
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity
	and (exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'
			and k.confrelid in ('account'::regclass, 'dossier'::regclass, 'session'::regclass, 'charge'::regclass, 'payment'::regclass))
		or c.relname in ('account', 'dossier', 'idempotency', 'bank_notice', 'receipt', 'ledger_entry', 'ledger_line'));

select is(string_agg(p.oid::regprocedure::text, ' '), null, 'no function of ours is for everybody')
from pg_proc p
where p.pronamespace = 'public'::regnamespace and has_function_privilege('public', p.oid, 'execute')
	and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');

select is(string_agg(t.table_name || ' ' || t.privilege_type, ', ' order by t.table_name), null, 'the API writes through functions alone')
from information_schema.role_table_grants t
where t.grantee = 'motcua_api' and t.privilege_type <> 'SELECT';

select is(string_agg(t.table_name, ' ' order by t.table_name), null, 'the read-only role sees no person')
from information_schema.role_table_grants t join pg_class c on c.relname = t.table_name and c.relnamespace = 'public'::regnamespace
where t.grantee = 'motcua_readonly' and c.relrowsecurity;

select ok(not rolbypassrls and not rolsuper, rolname || ' cannot pass row-level security')
from pg_roles where rolname in ('motcua_api', 'motcua_worker', 'motcua_readonly');

select isnt(pg_get_userbyid(c.relowner), 'motcua_api', c.relname || ' is not the API''s own')
from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname in ('dossier', 'account', 'ledger_line');

-- Rows of the API's role, person by person. Columns: nobody, citizen 1, citizen 2, officer of 01, officer of 02, leader, admin.
create temp table expected (relation text, seen text[]);
insert into expected values
	('dossier', '{0,2,1,1,1,2,0}'),
	('dossier_event', '{0,1,1,1,1,2,0}'),
	('custody', '{0,1,1,1,1,2,0}'),
	('receipt', '{0,1,1,1,1,2,0}'),
	('charge', '{0,1,0,1,0,1,0}'),
	('payment', '{0,0,0,0,0,0,0}'),
	('dossier_file', '{0,0,0,0,0,0,0}'),
	('shipment', '{0,0,0,0,0,0,0}'),
	('upload', '{0,0,0,0,0,0,0}'),
	('session', '{0,0,0,0,0,0,0}'),
	('notification', '{0,1,1,0,0,0,0}'),
	('account', '{0,1,1,1,1,3,1}');
select is(pg_temp.asked('motcua_api', who, format('select count(*) from %I', relation)), seen[who + 1],
	format('%s as person %s', relation, who))
from expected, generate_series(0, 6) who order by relation, who;

select is(pg_temp.asked('motcua_api', null, format('select count(*) from %I', relation)), '0', relation || ' without a context')
from expected;

-- Tables that the API does not even read.
select is(pg_temp.asked('motcua_api', who, format('select count(*) from %I', relation)), '42501',
	format('%s is closed to person %s', relation, who))
from unnest(array['refresh_token', 'idempotency', 'bank_notice', 'ledger_entry', 'ledger_line', 'outbox', 'dossier_document']) relation,
	generate_series(0, 6) who;

-- No role of the program writes to a dossier, an account or the ledger by itself.
select is(pg_temp.asked(role, 3, statement), '42501', format('%s: %s', role, statement))
from unnest(array['motcua_api', 'motcua_worker', 'motcua_readonly']) role,
	unnest(array['update dossier set state = ''received''', 'delete from dossier', 'update account set role = ''admin''',
		'insert into ledger_account values (''x'', ''cash'')', 'update receipt set jws = ''x''', 'truncate custody',
		'select import_account(''{}'', null, null)', 'select notify_account(null, null, ''x'', ''x'')']) statement;

-- The entry points ask who calls: another's dossier is as if it were not there.
select is(pg_temp.asked('motcua_api', who, format('select count(*) from dossier_read(%L)', pg_temp.person(11))),
	case when who in (1, 3, 5) then '1' else '0' end, format('reading a filed dossier as person %s', who))
from generate_series(0, 6) who;
select is(pg_temp.asked('motcua_api', who, format('select count(*) from dossier_read(%L)', pg_temp.person(13))),
	case when who = 1 then '1' else '0' end, format('reading a draft as person %s', who))
from generate_series(0, 6) who;
select is(pg_temp.asked('motcua_api', who, format('select dossier_delete(%L)', pg_temp.person(13))), 'MC001 not-found',
	format('deleting another''s draft as person %s', who))
from unnest(array[0, 2, 3, 4, 5, 6]) who;
select is(pg_temp.asked('motcua_api', 4, format('select dossier_act(%L, 2, ''{"action":"accept"}'')', pg_temp.person(11))),
	'MC001 not-found', 'the officer of another commune cannot accept it');
select is(pg_temp.asked('motcua_api', 1, format('select dossier_act(%L, 2, ''{"action":"accept"}'')', pg_temp.person(11))),
	'MC001 forbidden', 'nor can the applicant');
select is(pg_temp.asked('motcua_api', 2, 'select inbox_list(null, null, null, null, null, 20, null)'), 'MC001 forbidden',
	'the queue is the staff''s');

select * from finish();
rollback;
