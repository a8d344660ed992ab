-- Proven outages: the working minutes in them are nobody's who had a dossier, and are booked to the outage, for all dossiers
-- that it touched. What a stretch gives to an outage it no longer has itself: booked stays what elapsed.
-- needs: catalogue/change catalogue/units core/append_only core/caller core/values dossier/clock dossier/time vocabulary/states

create or replace trigger never_changed before update on outage for each row
	when ((old.first_id, old.partner_code, old.unit_code, old.from_at, old.until_at, old.what, old.basis) is distinct from
		(new.first_id, new.partner_code, new.unit_code, new.from_at, new.until_at, new.what, new.basis)
		or old.replaced_at is not null and new.replaced_at is distinct from old.replaced_at)
	execute function append_only();
create or replace trigger never_deleted before delete on outage for each row execute function append_only();
create or replace trigger never_emptied before truncate on outage for each statement execute function append_only();
create or replace trigger append_only before update or delete on outage_entry for each row execute function append_only();
create or replace trigger never_emptied before truncate on outage_entry for each statement execute function append_only();

-- Whether two could claim the same minute of a dossier. A partner's takes what the partner had, a unit's what the unit and those
-- below it had themselves, that of the whole service everything.
create or replace function outages_meet(a outage, b outage) returns boolean language sql stable
return tstzrange(a.from_at, a.until_at) && tstzrange(b.from_at, b.until_at) and case
	when a.partner_code is not null and b.partner_code is not null then a.partner_code = b.partner_code
	when a.unit_code is not null and b.unit_code is not null then a.unit_code = any (units_below(array[b.unit_code || '/*']))
		or b.unit_code = any (units_below(array[a.unit_code || '/*']))
	else coalesce(a.partner_code, a.unit_code) is null or coalesce(b.partner_code, b.unit_code) is null end;

create or replace function outage_apart() returns trigger language plpgsql as $$
begin
	if exists (select from outage o where o.id <> new.id and o.replaced_at is null and outages_meet(o, new)) then
		perform problem('internal', 'two outages claim the same minutes');
	end if;
	return null;
end $$;
create or replace trigger outage_apart after insert on outage for each row execute function outage_apart();

-- A stretch gives away no more than it has, and to no outage less than nothing.
create or replace function outage_fits() returns trigger language plpgsql as $$
begin
	if (select bool_and(given.minutes >= 0) and sum(given.minutes) <= max(e.minutes)
			from (select sum(g.minutes) as minutes from outage_entry g left join outage o on o.id = g.outage_id
				where g.dossier_id = new.dossier_id and g.entry_number = new.entry_number
				group by coalesce(o.first_id, g.outage_id)) given
			cross join time_entry e where e.dossier_id = new.dossier_id and e.number = new.entry_number) then
		return null;
	end if;
	perform problem('internal', 'more is booked to outages than the stretch has');
end $$;
create or replace trigger outage_fits after insert on outage_entry for each row execute function outage_fits();

-- A time as documents say it, to the minute: such texts compare like times.
create or replace function outage_time(timestamptz) returns text language sql stable parallel safe strict
return to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- What a new one must not share minutes with or may correct, and that it must be over.
create or replace function outages_known() returns jsonb language sql stable
security definer set search_path = public, pg_temp
return (select jsonb_build_object('now', outage_time(step_time()), 'entered', coalesce(jsonb_agg(
		jsonb_build_object('from', outage_time(o.from_at), 'until', outage_time(o.until_at), 'covers',
			jsonb_strip_nulls(jsonb_build_object('partner', o.partner_code, 'unit', o.unit_code))) order by o.from_at), '[]'))
	from outage o where o.replaced_at is null);
grant execute on function outages_known to motcua_staff;

-- Of the same beginning and about the same it is the same outage, and what differs corrects it.
create or replace function outage_set(x jsonb, p_basis text) returns jsonb language plpgsql as $$
declare
	before outage;
	after outage;
begin
	select * into before from outage o where o.replaced_at is null and o.from_at = (x ->> 'from')::timestamptz
		and o.partner_code is not distinct from x #>> '{covers,partner}'
		and o.unit_code is not distinct from x #>> '{covers,unit}';
	if (before.until_at, before.what) = ((x ->> 'until')::timestamptz, x ->> 'what') then
		return null;
	end if;
	update outage set replaced_at = step_time() where id = before.id;
	after.id := uuid_v7();
	insert into outage (id, first_id, partner_code, unit_code, from_at, until_at, what, basis)
	values (after.id, coalesce(before.first_id, after.id), x #>> '{covers,partner}', x #>> '{covers,unit}',
		(x ->> 'from')::timestamptz, (x ->> 'until')::timestamptz, x ->> 'what', p_basis)
	returning * into after;
	return catalogue_change('outage', concat_ws(' ', x ->> 'from', after.partner_code, after.unit_code), local_day(after.from_at),
		case when before.id is not null then jsonb_build_object('until', outage_time(before.until_at), 'what', before.what) end,
		jsonb_build_object('until', outage_time(after.until_at), 'what', after.what));
end $$;

-- Whether an outage takes what somebody had; p_units: those of a unit's.
create or replace function outage_takes(o outage, p_units text[], p_cause text, p_unit text, p_partner text) returns boolean
language sql immutable
return case when o.partner_code is not null then p_cause = 'partner' and p_partner = o.partner_code
	when o.unit_code is not null then p_cause <> 'partner' and p_unit = any (p_units)
	else true end;

-- The next dossiers of an outage that is not settled, the corrections first, as what they give up may be another's: the dossiers
-- that it touched, or touched as it was entered before. clock: null unless their time must be booked up to now first.
-- stretches: what it takes of what is booked already. A province has millions, of which few were open: twenty thousand are looked
-- through, and where it touched none of them one row names the last, without a version. Without a dossier: it is settled.
create or replace function outage_next(p_limit integer, out outage uuid, out from_epoch bigint, out until_epoch bigint,
	out filed_epoch bigint, out unit text, out id uuid, out version bigint, out clock jsonb, out stretches jsonb)
returns setof record language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
	o outage;
	reach timestamptz;
	units text[];
	behind uuid;
	looked constant integer := 20000;
begin
	select * into o from outage x where x.settled_at is null and x.replaced_at is null
		and (x.first_id <> x.id or x.until_at < step_time() - interval '1 minute')
	order by x.first_id = x.id, x.from_at, x.id limit 1;
	-- A filing of its last seconds is stored by then.
	if not found or o.until_at >= step_time() - interval '1 minute' then
		return;
	end if;
	behind := coalesce(o.settled_to, '00000000-0000-0000-0000-000000000000');
	reach := (select max(x.until_at) from outage x where x.first_id = o.first_id);
	units := case when o.unit_code is not null then units_below(array[o.unit_code || '/*']) end;
	return query select o.id, epoch(o.from_at), epoch(o.until_at), epoch(d.submitted_at), d.unit_code, d.id, d.version,
		case when state_running(d.state) and d.booked_until < o.until_at
			and outage_takes(o, units, time_cause(d), d.holder_unit_code, d.partner_code) then clock_facts(d) end,
		(select coalesce(jsonb_agg(jsonb_build_object('number', e.number, 'from', epoch(e.from_at), 'until', epoch(e.until_at))
				order by e.number), '[]')
			from time_entry e where e.dossier_id = d.id and e.from_at < o.until_at and e.until_at > o.from_at
				and outage_takes(o, units, e.cause, e.unit_code, e.partner_code))
	from (select x.* from dossier x where x.id > behind order by x.id limit looked) d
	where d.submitted_at < reach
		and (state_running(d.state) or d.booked_until > o.from_at)
		and (coalesce(o.partner_code, o.unit_code) is null
			or d.booked_until < o.until_at and outage_takes(o, units, time_cause(d), d.holder_unit_code, d.partner_code)
			or exists (select from time_entry e where e.dossier_id = d.id and e.from_at < reach and e.until_at > o.from_at
				and outage_takes(o, units, e.cause, e.unit_code, e.partner_code)))
	order by d.id limit p_limit;
	if not found then
		outage := o.id;
		id := (select x.id from (select n.id from dossier n where n.id > behind order by n.id limit looked) x
			order by x.id desc limit 1);
		return next;
	end if;
end $$;
grant execute on function outage_next to motcua_worker;

-- Books what fell into an outage for one dossier, without a version says that it took nothing up to there, without a dossier that
-- it is settled. minutes: by stretch; that of the one which is booked with it has no number. Of what it has already what differs
-- is booked. False: the dossier has changed meanwhile.
create or replace function outage_settle(p_outage uuid, p_id uuid, p_version bigint, p_clock jsonb, p_minutes jsonb)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
	d dossier;
begin
	if p_id is null then
		update outage set settled_at = step_time() where id = p_outage;
		return true;
	end if;
	if p_version is null then
		update outage set settled_to = p_id where id = p_outage;
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
	select p_id, e.number, p_outage, least(coalesce(m.minutes, 0), e.minutes - given.others) - given.own
	from time_entry e
	left join jsonb_to_recordset(p_minutes) m (number integer, minutes integer) on e.number
		= coalesce(m.number, (select max(x.number) from time_entry x where x.dossier_id = p_id))
	cross join lateral (select coalesce(sum(g.minutes) filter (where o.first_id = self.first_id), 0)::integer as own,
			coalesce(sum(g.minutes) filter (where o.first_id <> self.first_id), 0)::integer as others
		from outage_entry g join outage o on o.id = g.outage_id cross join outage self
		where g.dossier_id = p_id and g.entry_number = e.number and self.id = p_outage) given
	where e.dossier_id = p_id and least(coalesce(m.minutes, 0), e.minutes - given.others) <> given.own;
	update outage set settled_to = p_id where id = p_outage;
	return true;
end $$;
grant execute on function outage_settle to motcua_worker;
