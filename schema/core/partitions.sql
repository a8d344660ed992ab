-- Tables that grow for ever are cut by month: partitions by range of a UUIDv7, whose first 48 bits are a time.
-- The key of what belongs to a dossier is the dossier's id, not the time of the row. So all that belongs to one dossier lies
-- in one partition: a look-up goes to one place, however long the dossier took (by the rows' time it would go to every month
-- since it began); a primary key such as (dossier_id, sequence) holds in the whole table (by time it could not); and what
-- need not be kept any longer goes with its month as a whole. The price: a late step is written into an old month.
-- Such a table has no foreign key: to attach a partition would lock the table it points at against all who write.
-- Partitions are made far ahead. What fits into none stands in the default partition, where it is found and kept like any
-- other row; but to hold rows it must not, and whoever makes partitions says so.
-- needs: core/append_only core/values

-- The least UUIDv7 of the month that comes so many after that of a moment.
create or replace function uuid_month(p_at timestamptz, p_after integer) returns uuid language sql stable parallel safe strict
return uuid_floor((date_trunc('month', p_at at time zone 'UTC') + make_interval(months => p_after)) at time zone 'UTC');

-- The partitions of a table that have an end: behind it the next one begins.
create or replace function partitions_of(p_parent text, out name text, out until uuid) returns setof record
language sql stable as $$
	select c.relname, substring(pg_get_expr(c.relpartbound, c.oid) from '\(''([0-9a-f-]{36})''\)$')::uuid
	from pg_inherits i join pg_class c on c.oid = i.inhrelid
	where i.inhparent = to_regclass(p_parent) and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
$$;

-- Made first and then attached, which locks out nobody who reads or writes the others.
create or replace function partition_add(p_parent text, p_name text, p_bounds text) returns void language plpgsql as $$
begin
	execute format('create table %I (like %I including all)', p_name, p_parent);
	execute format('alter table %I enable row level security', p_name);
	-- Triggers of rows are the parent's; those of statements are not.
	if exists (select from pg_trigger t where t.tgrelid = to_regclass(p_parent) and t.tgname = 'never_emptied') then
		execute format('create trigger never_emptied before truncate on %I for each statement execute function append_only()',
			p_name);
	end if;
	execute format('alter table %I attach partition %I %s', p_parent, p_name, p_bounds);
end $$;

create or replace function partition_bounds(p_from uuid, p_until uuid) returns text language sql stable
return format('for values from (%s) to (%L)', coalesce(quote_literal(p_from), 'minvalue'), p_until);

-- Months that came without a partition: the default partition, with the rows that it holds, becomes theirs.
create or replace function partition_adopt(p_parent text, p_from uuid, p_until uuid) returns void language plpgsql as $$
declare
	name text := p_parent || to_char(uuid_time(p_from) at time zone 'UTC', '_YYYY_MM') || '_and_after';
begin
	execute format('alter table %I detach partition %I', p_parent, p_parent || '_default');
	execute format('alter table %I rename to %I', p_parent || '_default', name);
	execute format('alter table %I attach partition %I %s', p_parent, name, partition_bounds(p_from, p_until));
	perform partition_add(p_parent, p_parent || '_default', 'default');
end $$;

-- Makes what is missing up to 24 months after that of a moment, of every table that is cut by month; says how many it made,
-- and whether rows stand in the default partition that belong to none of these months.
create or replace function partitions_make_at(p_at timestamptz, out parent text, out made integer, out stray boolean)
returns setof record language plpgsql as $$
declare
	horizon uuid := uuid_month(p_at, 25);
	key text;
	edge uuid;
	after uuid;
begin
	for parent, key in
		select c.relname, a.attname from pg_partitioned_table t join pg_class c on c.oid = t.partrelid
		join pg_attribute a on a.attrelid = c.oid and a.attnum = t.partattrs[0]
		where c.relnamespace = 'public'::regnamespace order by 1
	loop
		made := 0;
		select p.until into edge from partitions_of(parent) p order by p.until desc limit 1;
		if not found then
			edge := uuid_month(p_at, 0);
			perform partition_add(parent, parent || '_earlier', partition_bounds(null, edge));
			perform partition_add(parent, parent || '_default', 'default');
			made := 2;
		end if;
		execute format('select uuid_month(uuid_time(%1$I), 1) from %2$I order by %1$I desc limit 1', key, parent || '_default')
		into after;
		stray := coalesce(after > horizon, false);
		if not stray and after is not null then
			perform partition_adopt(parent, edge, after);
			made := made + 1;
			edge := after;
		end if;
		while edge < horizon loop
			after := uuid_month(uuid_time(edge), 1);
			begin
				perform partition_add(parent, parent || to_char(uuid_time(edge) at time zone 'UTC', '_YYYY_MM'),
					partition_bounds(edge, after));
			exception when check_violation then
				exit; -- rows of this month stand in the default partition, beside some that belong to none
			end;
			made := made + 1;
			edge := after;
		end loop;
		return next;
	end loop;
end $$;

-- Rather gives up than lets others wait for what it waits for; it is asked again soon.
create or replace function partitions_make(out parent text, out made integer, out stray boolean) returns setof record
language sql volatile security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
	select * from partitions_make_at(now())
$$;
grant execute on function partitions_make to motcua_worker;
