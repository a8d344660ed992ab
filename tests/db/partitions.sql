-- What is cut by month: partitions reach two years ahead without a gap, keep every rule of their table and nobody's rights,
-- and whatever time it is, what is written finds a place.
\set QUIET on
begin;
\ir sample.psql
select plan(80);

create temp table cut (name text, key text);
insert into cut values ('custody', 'dossier_id'), ('dossier_event', 'dossier_id'), ('idempotency_reply', 'id'),
	('outage_entry', 'dossier_id'), ('promise', 'dossier_id'), ('reading', 'id'), ('submission', 'dossier_id'), ('supplement_round', 'dossier_id'),
	('time_entry', 'dossier_id');
create temp view part as
select cut.name as parent, c.relname::text as name, c.oid, c.relrowsecurity from cut
join pg_inherits i on i.inhparent = cut.name::regclass join pg_class c on c.oid = i.inhrelid;

select set_eq($$select relname::text from pg_class where relkind = 'p' and relnamespace = 'public'::regnamespace$$,
	$$select name from cut$$, 'what is cut by month is tested here');
select is((select count(*) from part where parent = cut.name), 27::bigint,
	cut.name || ': this month, two years, what was before and what fits into none') from cut;
select results_eq(format('select until from partitions_of(%L) order by 1', name),
	$$select uuid_month(now(), n) from generate_series(0, 25) n order by 1$$, name || ': no month is left out') from cut;
-- The edges of months: local time does not matter, a leap day does, ids of the last millisecond are in.
set local timezone = 'Asia/Ho_Chi_Minh';
select is(uuid_month('2028-01-31 23:59:59.999+00', 1), uuid_floor('2028-02-01 00:00+00'), 'the month after January');
select is(uuid_month('2028-01-31 23:59:59.999+00', 2), uuid_floor('2028-03-01 00:00+00'), 'February of a leap year is one');
select is(uuid_time(uuid_floor('2028-02-29 23:59:59.999+00')), timestamptz '2028-02-29 23:59:59.999+00', 'a time and its id');
reset timezone;

-- Rights.
select is_empty($$select name from part where not relrowsecurity$$, 'rows of a part are guarded');
select is_empty($$select name, role, privilege from part, unnest('{motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly}'::text[]) role,
	unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) privilege
	where has_table_privilege(role, oid, privilege)
		or privilege in ('select', 'insert', 'update', 'references') and has_any_column_privilege(role, oid, privilege)$$,
	'nobody but the owner reaches a part by itself');
-- What a statement gives a role: its first value, or the SQLSTATE.
create function pg_temp.as_role(p_role text, p_statement text) returns text language plpgsql as $$
declare
	result text;
begin
	perform pg_temp.call_as('019a0000-0000-7000-8000-00000000000a', 'citizen', '{}');
	execute format('set local session authorization %I', p_role);
	begin
		execute p_statement into result;
	exception when others then
		result := sqlstate;
	end;
	reset session authorization;
	perform pg_temp.call_as(null, null, null);
	return result;
end $$;
select is(pg_temp.as_role('motcua_citizen', format('select count(*) from %I', cut.name || suffix)), '42501',
	'the API does not read ' || cut.name || suffix) from cut, unnest('{_earlier,_default}'::text[]) suffix;
select is(pg_temp.as_role('motcua_citizen', 'select count(*) from custody'), '1', 'nor other people''s rows through the table');
select is(pg_temp.as_role('motcua_citizen', 'select count(*) from partitions_make()'), '42501', 'the API makes none');
select is(pg_temp.as_role('motcua_worker', 'select count(*) from partitions_make_at(now())'), '42501',
	'the worker does not say what time it is');
select is(pg_temp.as_role('motcua_worker', 'select sum(made) from partitions_make()'), '0',
	'the worker makes what is missing: nothing');

-- Rules.
select throws_ok(format('update %I set %s', name, change), 'MC002', null, name || ' is not updated') from (values
	('custody_earlier', 'hash = repeat(''0'', 64)'), ('dossier_event_earlier', 'note = ''x''')) t(name, change);
select throws_ok('delete from custody_earlier', 'MC002', null, 'nor deleted');
select throws_ok(format('truncate %I', name), 'MC002', null, name || ' is not emptied')
from unnest('{custody_earlier,custody_default,dossier_event_default}'::text[]) name;
select throws_ok($$insert into custody select * from custody limit 1$$, '23505', null, 'a link of the chain stands once');

-- A look-up goes to one part.
create function pg_temp.scans(p_statement text) returns bigint language plpgsql as $$
declare
	plan json;
begin
	set local plan_cache_mode = force_generic_plan;
	execute 'prepare looked(uuid) as ' || p_statement;
	execute 'explain (format json, analyze) execute looked(''019a0000-0000-7000-8000-0000000000d2'')' into plan;
	execute 'deallocate looked';
	return (select count(*) from regexp_matches(plan::text, '"Relation Name": "(custody|dossier_event|idempotency_reply|outage_entry|promise|reading|submission|supplement_round|time_entry)', 'g'));
end $$;
select is(pg_temp.scans('select * from ' || name || ' where ' || key || ' = $1'), 1::bigint, name || ' is looked up in one part')
from cut;

-- Thirty months on, nobody having made partitions meanwhile.
create function pg_temp.id_at(p_at timestamptz, p_number integer) returns uuid language sql as $$
	select overlay(uuid_floor(p_at)::text placing lpad(p_number::text, 12, '0') from 25)::uuid
$$;
insert into dossier_event (id, dossier_id, at, kind, to_state, actor_role)
select uuid_v7(), pg_temp.id_at(now() + make_interval(months => month), 1), now(), 'submit', 'registered', 'citizen'
from unnest('{24,26,30}'::integer[]) month;
select is((select count(*) from dossier_event_default), 2::bigint, 'what has no month yet finds a place');
select is((select stray from partitions_make() where parent = 'dossier_event'), true, 'and that is told');
select results_eq($$select parent, made, stray from partitions_make_at(now() + interval '30 months')$$,
	$$values ('custody', 30, false), ('dossier_event', 25, false), ('idempotency_reply', 30, false),
		('outage_entry', 30, false), ('promise', 30, false), ('reading', 30, false), ('submission', 30, false), ('supplement_round', 30, false), ('time_entry', 30, false)$$,
	'then its months are made around it');
select is((select count(*) from dossier_event_default), 0::bigint, 'nothing is left in the default');
select is((select count(distinct tableoid) from dossier_event where kind = 'submit' and actor_id is null), 2::bigint,
	'no row is lost');
insert into dossier_event (id, dossier_id, at, kind, to_state, actor_role)
values (uuid_v7(), pg_temp.id_at(now() + interval '32 months', 1), now(), 'submit', 'registered', 'citizen');
select throws_ok('delete from dossier_event where dossier_id = pg_temp.id_at(now() + interval ''30 months'', 1)', 'MC002', null,
	'the rules hold in what was the default');
select is((select count(*) from dossier_event_default), 0::bigint, 'and the months go on');
-- An id of no time that can be: it is kept, told, and keeps nothing else from being made.
insert into dossier_event (id, dossier_id, at, kind, to_state, actor_role)
values (uuid_v7(), 'ffffffff-ffff-4fff-bfff-ffffffffffff', now(), 'submit', 'registered', 'citizen');
select results_eq($$select parent, made, stray from partitions_make_at(now() + interval '31 months')$$,
	$$values ('custody', 1, false), ('dossier_event', 1, true), ('idempotency_reply', 1, false),
		('outage_entry', 1, false), ('promise', 1, false), ('reading', 1, false), ('submission', 1, false), ('supplement_round', 1, false), ('time_entry', 1, false)$$, 'a stray row is told');

-- Replies go by the month, once no key leads to any of it.
create function pg_temp.anew(p_at timestamptz) returns void language plpgsql as $$
declare
	part text;
begin
	for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
			where i.inhparent = 'idempotency_reply'::regclass loop
		execute format('drop table %I', part);
	end loop;
	perform partitions_make_at(p_at);
end $$;
delete from idempotency_key;
select pg_temp.anew(now() - interval '3 months') \g /dev/null
create temp table reply as select pg_temp.id_at(at, 7) as id from unnest(array[
	now() - interval '1 year', now() - interval '3 months', now() - interval '1 second']) at;
insert into idempotency_reply (id, operation, hash, status, body) select id, 'o', 'h', 201, '{}' from reply;
insert into idempotency_key (account_id, key, reply_id) select id, 'k', id from reply;
select is((select count(*) from idempotency_drop()), 0::bigint, 'a month with a key stays');
select is(idempotency_forget(1), 1::bigint, 'the keys of 30 days ago are ended, so many at a time');
select results_eq('select idempotency_drop()', $$values ('idempotency_reply_earlier')$$, 'and their months go');
select is(idempotency_forget(10), 1::bigint, 'the others too');
select cmp_ok((select count(*) from idempotency_drop()), '>=', 1::bigint, 'the others too');
select is((select array_agg(r.id = (select max(id::text)::uuid from reply)) from idempotency_reply r), '{true}', 'no other reply');
select is((select array_agg(k.reply_id) from idempotency_key k), (select array_agg(id) from idempotency_reply), 'and its key');
-- After years without a worker all months are past: the last one stays, so that the next ones are made behind it.
delete from idempotency_key;
select pg_temp.anew(now() - interval '40 months') \g /dev/null
select cmp_ok((select count(*) from idempotency_drop()), '=', 25::bigint, 'what is past goes');
select is((select array_agg(name) from partitions_of('idempotency_reply')),
	array['idempotency_reply' || to_char(uuid_time(uuid_month(now(), -16)) at time zone 'UTC', '_YYYY_MM')],
	'but for the last month');
select results_eq('select made, stray from partitions_make_at(now()) where parent = ''idempotency_reply''', 'values (40, false)',
	'and those after it are made');
select * from finish();
rollback;
