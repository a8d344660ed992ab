-- Rights as the catalogue has them: who may touch which table, call which function, and what every table must have.
\set QUIET on
begin;
set client_min_messages = warning;
select plan(17);

-- Personal: what points at an account or a dossier, or at a table that does.
create temp view personal as
with recursive pointing as (
	select 'account'::regclass::oid as oid union select 'dossier'::regclass::oid
	union select 'party'::regclass::oid
	union select con.conrelid from pg_constraint con join pointing p on con.confrelid = p.oid where con.contype = 'f'
), named as (
	select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
	where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
		and (a.attname in ('account_id', 'dossier_id', 'party_id', 'officer_id', 'actor_id', 'phone',
			'email', 'personal_id', 'full_name', 'applicant', 'recipient') and c.relname <> 'unit')
)
select distinct c.oid, c.relname::text as name, c.relrowsecurity from pg_class c
where c.oid in (select oid from pointing union select oid from named);

select cmp_ok((select count(*)::integer from personal), '>=', 18, 'the tables with personal data are found');
select is_empty('select name from personal where not relrowsecurity', 'each has row-level security');
select is_empty($$select tableowner, tablename from pg_tables where schemaname = 'public' and tableowner <> 'motcua_owner'$$,
	'all tables belong to the owner, whom the program is not');
select is_empty($$select rolname from pg_roles where rolname like 'motcua%'
	and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)$$, 'no role of ours can bypass anything');
select is_empty($$select r.rolname, m.rolname from pg_auth_members am join pg_roles r on r.oid = am.roleid
	join pg_roles m on m.oid = am.member where m.rolname like 'motcua%'
		and (r.rolname <> 'motcua_api' or m.rolname not in ('motcua_public', 'motcua_citizen', 'motcua_staff', 'motcua_system'))
		and (r.rolname <> 'motcua_definer' or m.rolname <> 'motcua_owner')
		and (r.rolname <> 'pg_read_all_stats' or m.rolname <> 'motcua_definer')$$,
	'no role of ours is another one, but that each kind of caller is one, the owner gives its functions away and one counts');
select is_empty($$select rolname from pg_roles where rolname in ('motcua_api', 'motcua_definer') and rolcanlogin$$,
	'nobody signs in as every kind of caller, or in the name of functions');
select set_eq($$select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
	and proowner = 'motcua_owner'::regrole$$, '{partitions_make,idempotency_drop,write_probe,password_of,password_set,account_rehash}'::text[],
	'what runs as the owner of the tables makes and drops months, empties the table of the probe and touches passwords, nothing else');
select is_empty($$select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
	and (has_table_privilege('motcua_definer', c.oid, 'truncate, references, trigger') or has_schema_privilege('motcua_definer', 'public', 'create'))$$,
	'functions empty no table, make none and change none');
select is_empty($$select t.tgrelid::regclass from pg_trigger t where t.tgname = 'append_only'
	and has_table_privilege('motcua_definer', t.tgrelid, 'update, delete')$$, 'and write what is written once no second time');
select is_empty($$select r from unnest('{motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly}'::text[]) r
	where has_schema_privilege(r, 'public', 'create') or has_database_privilege(r, current_database(), 'create')$$,
	'only the owner creates anything');

-- Writing: the program writes through functions alone.
create temp view rights as
select r.role, c.relname::text as name, p.privilege from unnest('{motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly}'::text[]) r(role),
	pg_class c, unnest('{INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p(privilege)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
	and (has_table_privilege(r.role, c.oid, p.privilege)
		or p.privilege in ('INSERT', 'UPDATE') and has_any_column_privilege(r.role, c.oid, p.privilege));
select set_eq('select role, name, privilege from rights where role not in (''motcua_worker'', ''motcua_readonly'')',
	$$values ('motcua_citizen', 'notification', 'UPDATE'), ('motcua_staff', 'notification', 'UPDATE')$$,
	'the API writes nothing but that a notification was read');
select set_eq('select name, privilege from rights where role = ''motcua_worker''',
	$$values ('outbox', 'INSERT'), ('outbox', 'UPDATE'), ('outbox', 'DELETE'), ('message', 'INSERT'), ('message', 'UPDATE'),
	('upload', 'DELETE')$$, 'the worker does its jobs and clears away what has expired');
select is_empty('select * from rights where role = ''motcua_readonly''', 'the readers of reports write nothing');
select is_empty($$select p.name from personal p where has_table_privilege('motcua_readonly', p.oid, 'select')
	or has_any_column_privilege('motcua_readonly', p.oid, 'select')$$, 'nor do they read of people');

-- Functions.
create temp view functions as
select p.oid, p.oid::regprocedure::text as name, p.prosecdef, p.proconfig, p.proacl from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.proowner in (select oid from pg_roles where rolname in ('motcua_owner', 'motcua_definer'));
select is_empty($$select f.name from functions f, aclexplode(coalesce(f.proacl, acldefault('f', 'motcua_owner'::regrole))) a
	where a.grantee = 0$$, 'no function of ours is everybody''s');
select is_empty($$select name from functions where prosecdef and not 'search_path=public, pg_temp' = any (coalesce(proconfig, '{}'))$$,
	'a function that runs as the owner finds what it names where the owner put it');
select is_empty($$select name from functions where name ~ '^(import_|ledger_|number_next|code_lease_|partition|reply_keep|notify_|outbox_add|event_add|custody_add|custody_seal|submission_keep|dossier_lock|payment_settle|clock_|promise|time_book|time_whole)'
	and (has_function_privilege('motcua_citizen', oid, 'execute') or has_function_privilege('motcua_staff', oid, 'execute')
		or has_function_privilege('motcua_public', oid, 'execute') or has_function_privilege('motcua_system', oid, 'execute'))$$, 'what only other functions need is not callable by itself');
select * from finish();
rollback;
