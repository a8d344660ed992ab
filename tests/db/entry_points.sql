-- The functions that the API calls ask who calls: what is another's is as if it were not there, and what a role may not do
-- it cannot do by calling past the program.
\set QUIET on
begin;
\ir sample.psql
select plan(95);

-- What a statement gives somebody: its first value, or our own code, or the SQLSTATE; everything is undone again.
create function pg_temp.asked(p_role text, p_account text, p_caller_role text, p_units text, p_statement text) returns text
language plpgsql as $$
declare
	result text;
begin
	begin
		perform pg_temp.call_as(p_account, p_caller_role, p_units);
		execute format('set local session authorization %I', p_role);
		execute p_statement into result;
		raise exception using errcode = 'ZZ001', message = coalesce(result, 'nothing');
	exception
		when sqlstate 'ZZ001' or sqlstate 'MC001' then return sqlerrm;
		when others then return sqlstate;
	end;
end $$;

create temp table caller (name text primary key, account text, role text, units text, session text);
insert into caller values
	('nobody', null, null, null, 'motcua_public'),
	('a', '019a0000-0000-7000-8000-00000000000a', 'citizen', '{}', 'motcua_citizen'),
	('b', '019a0000-0000-7000-8000-00000000000b', 'citizen', '{}', 'motcua_citizen'),
	('officer31', '019a0000-0000-7000-8000-000000000031', 'officer', '{H99.31}', 'motcua_staff'),
	('officer32', '019a0000-0000-7000-8000-000000000032', 'officer', '{H99.32}', 'motcua_staff'),
	('leader31', '019a0000-0000-7000-8000-000000000041', 'leader', '{H99.31,H99.31/*}', 'motcua_staff'),
	('admin', '019a0000-0000-7000-8000-0000000000ad', 'admin', '{H99}', 'motcua_staff');

-- d1 is A's draft, d2 A's finished dossier at H99.31. A statement's $1 is d1, $2 is d2, $3 the version of d2.
create temp table asked (what text, statement text, nobody text, a text, b text, officer31 text, officer32 text, leader31 text,
	admin text);
insert into asked values
	('reading a draft', 'select count(*) from dossier_read($1)', '42501', '1', '0', '0', '0', '0', '0'),
	('reading a filed dossier', 'select count(*) from dossier_read($2)', '42501', '1', '0', '1', '0', '1', '0'),
	('its facts', 'select count(*) from filing_facts($2)', '42501', '1', '0', '1', '0', '1', '0'),
	('its payments', 'select count(*) from payment_list($2)', '42501', '1', '0', '1', '0', '1', '0'),
	('its shipment', 'select count(*) from shipment_read(''RM000000031VN'')', '42501', '1', '0', '1', '0', '1', '0'),
	('its papers', 'select count(*) from dossier_paper($2, ''receipt'', null, null)', '42501', '1', '0', '1', '0', '1', '0'),
	('throwing a draft away', 'select coalesce(dossier_delete($1)::text, ''nothing'')',
		'42501', '', 'not-found', 'not-found', 'not-found', 'not-found', 'not-found'),
	('taking a step', 'select status from dossier_act($2, ''*'', $3, jsonb_build_object(''action'', ''recall'', ''reason_code'', ''result_incomplete'',
			''clock'', jsonb_build_object(''at'', now(), ''from'', now(), ''minutes'', 0)))',
		'42501', 'forbidden', 'not-found', '201', 'not-found', '201', 'not-found'),
	('the queue', 'select left(body, 1) from inbox_list(null, null, null, null, null, 20, null)',
		'42501', '42501', '42501', '{', '{', '{', '{'),
	('the catalogue', 'select catalogue_import(''{"basis": "Nghị quyết 1"}'', null, true, null) ->> ''dry_run''
			from set_config(''motcua.assurance'', ''password'', true)',
		'42501', '42501', '42501', 'forbidden', 'forbidden', 'forbidden', 'true'),
	('the catalogue by a session that goes on', 'select catalogue_import(''{"basis": "Nghị quyết 1"}'', null, true, null)::text
			from set_config(''motcua.assurance'', ''renewed'', true)',
		'42501', '42501', '42501', 'forbidden', 'forbidden', 'forbidden', 'forbidden'),
	('the search', 'select json_array_length(body::json -> ''items'') from inbox_search((select code from dossier where id = $2), null, null, null, null, 20, null)',
		'42501', '42501', '42501', '1', '0', '1', '0'),
	('a number for a draft', 'select left(dossier_number($1), 6)',
		'42501', 'H99.31', 'wrong-state', 'wrong-state', 'wrong-state', 'wrong-state', 'wrong-state');
update asked set statement = replace(replace(replace(statement, '$1', '''019a0000-0000-7000-8000-0000000000d1'''),
	'$2', '''019a0000-0000-7000-8000-0000000000d2'''),
	'$3', (select version::text from dossier where id = '019a0000-0000-7000-8000-0000000000d2'));
select is(pg_temp.asked(c.session, c.account, c.role, c.units, s.statement), to_jsonb(s) ->> c.name, s.what || ' as ' || c.name)
from asked s, caller c order by s.what, c.name;

-- What none of the program's roles can do, whatever context it claims.
select is_empty($$select role, statement, pg_temp.asked(role, '019a0000-0000-7000-8000-000000000099', 'leader', '{H99,H99/*}', statement)
	from unnest('{motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly}'::text[]) role,
		unnest(array['update dossier set state = ''received''', 'delete from dossier', 'update post set role = ''admin''',
			'insert into ledger_account values (''x'', ''cash'')', 'update receipt set jws = ''x''', 'truncate custody',
			'select import_account(''{}'', null, null)', 'select notify_account(null, null, ''x'', ''{}'')',
			'select number_next(''H99.31'', ''dossier'', ''2026-11-23'')', 'alter table dossier disable row level security',
			'drop policy visible on dossier', 'create table x (a int)']) statement
	where pg_temp.asked(role, '019a0000-0000-7000-8000-000000000099', 'leader', '{H99,H99/*}', statement) <> '42501'$$,
	'no role of the program writes by itself, calls what is not its own, or changes a rule');

-- A closed account can do nothing with a token that still lives.
update account set closed_at = now() where id = '019a0000-0000-7000-8000-00000000000b';
select is(pg_temp.asked(c.session, c.account, c.role, c.units, 'select status from dossier_create(uuid_v7(), ''{"procedure_code":
	"9.000001", "unit_code": "H99.31", "answers": {}, "return_channel": "online"}'')'), answer, 'beginning a dossier as ' || name)
from caller c join (values ('a', '201'), ('b', 'unauthenticated')) w(name, answer) using (name) order by name;
select is((select id from sign_in_count('0900000102', '{}', '{}', '{}')), null, 'a closed account does not sign in');
select * from finish();
rollback;
