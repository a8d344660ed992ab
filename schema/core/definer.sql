-- In whose name the functions run that write: motcua_definer, as whom nobody signs in. The tables are motcua_owner's, whom
-- only migrate and import are. So such a function can write rows, but no mistake in one can change a table or a rule, empty
-- what is written once, or make another function. This runs after all others, and after new tables were made.

grant usage on schema public to motcua_definer;
-- From the moment that it is made: functions that call it may be replaced before the others have been.
alter default privileges grant execute on functions to motcua_definer;

do $$
declare
	it record;
	-- These make, drop and empty tables, or touch the hashes of passwords, which no other function may: they stay the owner's.
	of_owner text[] := '{partitions_make,idempotency_drop,write_probe,password_of,password_set,account_rehash}';
begin
	for it in
		select c.oid::regclass as name, c.relrowsecurity as guarded,
			exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'append_only') as append_only
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
			and c.relname not in ('schema_migration', 'schema_release', 'write_probe', 'password')
	loop
		execute format('revoke all on %s from motcua_definer', it.name);
		execute format('grant %s on %s to motcua_definer',
			case when it.append_only then 'select, insert' else 'select, insert, update, delete' end, it.name);
		-- To make one locks out whoever uses the table.
		if it.guarded and not exists (select from pg_policy p where p.polrelid = it.name and p.polname = 'written') then
			execute format('create policy written on %s to motcua_definer using (true)', it.name);
		end if;
	end loop;
	execute 'grant usage on all sequences in schema public to motcua_definer';
	execute 'grant execute on all functions in schema public to motcua_definer';
	-- A function is given only to somebody who may make some.
	execute 'grant create on schema public to motcua_definer';
	for it in
		select p.oid::regprocedure as name from pg_proc p join pg_roles r on r.oid = p.proowner
		where p.pronamespace = 'public'::regnamespace and p.prosecdef and r.rolname = 'motcua_owner'
			and not p.proname = any (of_owner)
	loop
		execute format('alter function %s owner to motcua_definer', it.name);
	end loop;
	execute 'revoke create on schema public from motcua_definer';
end $$;
