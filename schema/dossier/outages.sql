-- Proven outages: the working minutes in them are nobody's who had a dossier, and are booked to the outage, for all dossiers
-- that were open then. What a stretch gives to an outage it no longer has itself: booked stays what elapsed.
-- needs: catalogue/change core/append_only core/caller core/values dossier/clock vocabulary/states

create or replace trigger never_changed before update on outage for each row
	when ((old.from_at, old.until_at, old.what, old.basis) is distinct from (new.from_at, new.until_at, new.what, new.basis))
	execute function append_only();
create or replace trigger never_deleted before delete on outage for each row execute function append_only();
create or replace trigger never_emptied before truncate on outage for each statement execute function append_only();
create or replace trigger append_only before update or delete on outage_entry for each row execute function append_only();
create or replace trigger never_emptied before truncate on outage_entry for each statement execute function append_only();

-- A stretch gives away no more than it has.
create or replace function outage_fits() returns trigger language plpgsql as $$
begin
	if (select sum(o.minutes) from outage_entry o where o.dossier_id = new.dossier_id and o.entry_number = new.entry_number)
			<= (select e.minutes from time_entry e where e.dossier_id = new.dossier_id and e.number = new.entry_number) then
		return null;
	end if;
	perform problem('internal', 'more is booked to outages than the stretch has');
end $$;
create or replace trigger outage_fits after insert on outage_entry for each row execute function outage_fits();

-- A time as documents say it, to the minute: such texts compare like times.
create or replace function outage_time(timestamptz) returns text language sql stable parallel safe strict
return to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- What a new one must not share time with, and that it must be over.
create or replace function outages_known() returns jsonb language sql stable
security definer set search_path = public, pg_temp
return (select jsonb_build_object('now', outage_time(step_time()), 'entered', coalesce(jsonb_agg(
		jsonb_build_object('from', outage_time(o.from_at), 'until', outage_time(o.until_at)) order by o.from_at), '[]'))
	from outage o);
grant execute on function outages_known to motcua_staff;

create or replace function outage_set(x jsonb, p_basis text) returns jsonb language plpgsql as $$
declare
	begins timestamptz := (x ->> 'from')::timestamptz;
begin
	if exists (select from outage o where o.from_at = begins and o.until_at = (x ->> 'until')::timestamptz) then
		return null;
	end if;
	insert into outage (id, from_at, until_at, what, basis)
	values (uuid_v7(), begins, (x ->> 'until')::timestamptz, x ->> 'what', p_basis);
	return catalogue_change('outage', x ->> 'from', local_day(begins), null, x);
end $$;

-- The next dossiers of the oldest outage that is not settled: those that were open in it. clock: null unless their time must be
-- booked up to now first. stretches: what is booked already and touches it. Without a dossier, one row: it is settled.
create or replace function outage_next(p_limit integer, out outage uuid, out from_epoch bigint, out until_epoch bigint,
	out filed_epoch bigint, out unit text, out id uuid, out version bigint, out clock jsonb, out stretches jsonb)
returns setof record language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
	o outage;
begin
	-- A filing of its last seconds is stored by then.
	select * into o from outage x where x.settled_at is null and x.until_at < step_time() - interval '1 minute'
	order by x.from_at limit 1;
	if not found then
		return;
	end if;
	return query select o.id, epoch(o.from_at), epoch(o.until_at), epoch(d.submitted_at), d.unit_code, d.id, d.version,
		case when state_running(d.state) and d.booked_until < o.until_at then clock_facts(d) end,
		(select coalesce(jsonb_agg(jsonb_build_object('number', e.number, 'from', epoch(e.from_at), 'until', epoch(e.until_at))
				order by e.number), '[]')
			from time_entry e where e.dossier_id = d.id and e.from_at < o.until_at and e.until_at > o.from_at)
	from dossier d
	where (o.settled_to is null or d.id > o.settled_to) and d.submitted_at < o.until_at
		and (state_running(d.state) or d.booked_until > o.from_at)
	order by d.id limit p_limit;
	if not found then
		outage := o.id;
		return next;
	end if;
end $$;
grant execute on function outage_next to motcua_worker;

-- Books what fell into an outage for one dossier, or without one says that it is settled. minutes: by stretch; that of the one
-- which is booked with it has no number. False: the dossier has changed meanwhile.
create or replace function outage_settle(p_outage uuid, p_id uuid, p_version bigint, p_clock jsonb, p_minutes jsonb)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
	d dossier;
begin
	if p_id is null then
		update outage set settled_at = step_time() where id = p_outage;
		return true;
	end if;
	select * into d from dossier x where x.id = p_id for update;
	if d.version <> p_version then
		return false;
	end if;
	if p_clock is not null then
		perform clock_book(d, p_clock);
	end if;
	-- Of a stretch that was booked by another calendar, at most what it has.
	insert into outage_entry (dossier_id, entry_number, outage_id, minutes)
	select p_id, e.number, p_outage, least(m.minutes, e.minutes - coalesce(given.minutes, 0))
	from jsonb_to_recordset(p_minutes) m (number integer, minutes integer)
	join time_entry e on e.dossier_id = p_id
		and e.number = coalesce(m.number, (select max(x.number) from time_entry x where x.dossier_id = p_id))
	left join lateral (select sum(g.minutes)::integer as minutes from outage_entry g
		where g.dossier_id = p_id and g.entry_number = e.number) given on true
	where least(m.minutes, e.minutes - coalesce(given.minutes, 0)) > 0
	on conflict (dossier_id, entry_number, outage_id) do nothing;
	update outage set settled_to = p_id where id = p_outage;
	return true;
end $$;
grant execute on function outage_settle to motcua_worker;
