-- Hashes of passwords: who may sign in to the database, whatever it says of the caller, sees none and changes none.
\set QUIET on
begin;
\ir sample.psql
select plan(9);

-- tried(ROLE, STATEMENT): what the role meets; the context says that the caller is the province's administrator.
create function pg_temp.tried(p_role text, p_statement text) returns text language plpgsql as $$
begin
	perform pg_temp.call_as('019a0000-0000-7000-8000-0000000000ad', 'admin', '{H99,H99/*}');
	execute format('set local role %I', p_role);
	begin
		execute p_statement;
	exception when others then
		reset role;
		return sqlstate;
	end;
	reset role;
	return 'done';
end $$;

create temp view roles as select rolname::text as role from pg_roles
	where rolname like 'motcua\_%' and rolname <> 'motcua_owner';
select cmp_ok((select count(*)::integer from roles r join pg_roles p on p.rolname = r.role where p.rolcanlogin), '>=', 6,
	'the roles by which somebody signs in are found');
select is_empty($$select role, statement from roles, unnest(array['select * from password', 'select count(*) from password',
	'insert into password values (''019a0000-0000-7000-8000-00000000000a'', ''y'')', 'update password set hash = ''y''',
	'delete from password', 'truncate password', 'lock table password']) statement
	where pg_temp.tried(role, statement) <> '42501'$$,
	'each of them is refused each way to the table, whatever it says of the caller, and so are the functions that write');
select is_empty($$select role, statement from roles r join pg_roles p on p.rolname = r.role,
	unnest(array['select password_of(''019a0000-0000-7000-8000-00000000000a'')',
		'select password_set(''019a0000-0000-7000-8000-00000000000a'', ''y'')']) statement
	where p.rolcanlogin and pg_temp.tried(role, statement) <> '42501'$$, 'nor may it call the functions that do');
select set_eq($$select role from roles r join pg_roles p on p.rolname = r.role where p.rolcanlogin
	and (has_function_privilege(role, 'sign_in_count(text, text[], jsonb, jsonb)', 'execute')
		or has_function_privilege(role, 'account_rehash(uuid, text, text)', 'execute'))$$, '{motcua_public}'::text[],
	'only before somebody is signed in may be asked what a login''s hash is, and another take the place of the one that is known');
select set_eq($$select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~ '\m(from|into|update|join) password\M'$$,
	'{password_of,password_set,account_rehash}'::text[], 'three functions name the table');
select set_eq($$select table_name || '.' || column_name from information_schema.columns
	where table_schema = 'public' and column_name ~ 'hash|password|secret|key'
		and exists (select from roles r join pg_roles p on p.rolname = r.role where p.rolcanlogin
			and has_column_privilege(r.role, format('%I.%I', table_schema, table_name), column_name, 'select'))
		and (has_column_privilege('motcua_worker', format('%I.%I', table_schema, table_name), column_name, 'select'))$$,
	'{custody.hash,procedure_version.source_hash}'::text[],
	'of what the worker may read nothing is a password, nor a code');

-- The three do what signing in needs.
select is((select password_hash from sign_in_count('0900000101', '{}', '{}', '{}')), 'x', 'a login tells the hash');
select account_rehash('019a0000-0000-7000-8000-00000000000a', 'not it', 'y');
select is((select password_hash from sign_in_count('0900000101', '{}', '{}', '{}')), 'x', 'who does not know the hash changes none');
select account_rehash('019a0000-0000-7000-8000-00000000000a', 'x', 'y');
select is((select password_hash from sign_in_count('0900000101', '{}', '{}', '{}')), 'y', 'who does, does');
select * from finish();
rollback;
