-- Who may what in a migrated database, a line a right, for schema/rights.txt:
--   psql -X -At -f scripts/rights.sql >schema/rights.txt
-- A review sees there what a change of grants and policies does; a test compares it with the database.
\set ON_ERROR_STOP 1
\set QUIET on
\pset format unaligned
\pset tuples_only on
select '# Made by scripts/rights.sql from a migrated database. Roles: those by which the API
# signs in for a kind of caller (public, citizen, staff, system), worker (outbox), readonly (reports), definer (functions that write).';
select format('table %s: %s may %s', c.relname, replace(r.rolname, 'motcua_', ''), string_agg(p.kind, ', ' order by p.kind))
from pg_class c
cross join pg_roles r
cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p(kind)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and r.rolname like 'motcua_%' and r.rolname not in ('motcua_owner', 'motcua_api')
	and has_table_privilege(r.oid, c.oid, p.kind)
	and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
group by c.relname, r.rolname order by c.relname collate "C", r.rolname;
select format('column %s.%s: %s may %s', c.relname, a.attname, replace(r.rolname, 'motcua_', ''), p.kind)
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join pg_roles r
cross join unnest(array['select', 'insert', 'update']) p(kind)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and r.rolname like 'motcua_%' and r.rolname not in ('motcua_owner', 'motcua_api')
	and has_column_privilege(r.oid, c.oid, a.attnum, p.kind) and not has_table_privilege(r.oid, c.oid, p.kind)
	and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
order by c.relname collate "C", a.attname collate "C", r.rolname, p.kind;
select format('rows %s: %s may %s those with %s', p.tablename,
	(select string_agg(replace(role::text, 'motcua_', ''), ', ' order by role) from unnest(p.roles) role), lower(p.cmd),
	regexp_replace(coalesce(p.qual, 'no condition') || coalesce(' when written: ' || p.with_check, ''), '\s+', ' ', 'g'))
from pg_policies p where p.schemaname = 'public' order by p.tablename collate "C", p.policyname collate "C", p.roles::text;
select format('table %s: rows are %s', c.relname,
	case when c.relrowsecurity then 'guarded' else 'open to whoever may use the table' end)
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
order by c.relname collate "C";
-- What is cut by month is reached through its table; its parts are nobody's.
select format('parts of %s: rows are %s; by themselves reached by %s', parent.relname,
	case when bool_and(c.relrowsecurity) then 'guarded' else 'open' end,
	coalesce(string_agg(distinct replace(r.rolname, 'motcua_', ''), ', ') filter (where
		has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')
		or has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references')), 'nobody'))
from pg_inherits i join pg_class c on c.oid = i.inhrelid and c.relkind = 'r' join pg_class parent on parent.oid = i.inhparent
cross join pg_roles r
where parent.relnamespace = 'public'::regnamespace and r.rolname like 'motcua_%' and r.rolname not in ('motcua_owner', 'motcua_api')
group by parent.relname order by parent.relname collate "C";
select format('function %s%s: %s', f.proname, case when f.prosecdef then format(' (as %s)', replace(f.proowner::regrole::text, 'motcua_', '')) else '' end,
	string_agg(replace(r.rolname, 'motcua_', ''), ', ' order by r.rolname))
from pg_proc f cross join pg_roles r
where f.pronamespace = 'public'::regnamespace and r.rolname like 'motcua_%' and r.rolname not in ('motcua_owner', 'motcua_api', 'motcua_definer')
	and has_function_privilege(r.oid, f.oid, 'execute')
	and not exists (select from pg_depend d where d.objid = f.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
group by f.oid, f.proname, f.prosecdef order by f.proname collate "C", f.oid::regprocedure::text collate "C";
