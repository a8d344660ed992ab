-- The ledger of time: to whom each working minute of a dossier is booked.
-- needs: catalogue/partners catalogue/units core/append_only core/caller core/values post/under_way vocabulary/rules vocabulary/states vocabulary/time_causes

create or replace trigger append_only before update or delete on time_entry for each row execute function append_only();
create or replace trigger never_emptied before truncate on time_entry for each statement execute function append_only();

create or replace function dossier_law(d dossier) returns text language plpgsql stable as $$
begin
	return (select v.law from procedure_version v where v.id = d.procedure_version_id);
end $$;

-- Whether the holder is of another agency than the unit in charge: neither stands above the other.
create or replace function held_elsewhere(d dossier) returns boolean language sql stable
return d.holder_unit_code <> d.unit_code and not d.holder_unit_code = any (units_below(array[d.unit_code || '/*']))
	and not d.unit_code = any (units_below(array[d.holder_unit_code || '/*']));

-- Whether the procedure may wait for a partner now.
create or replace function partner_awaited(d dossier) returns boolean language plpgsql stable as $$
begin
	return exists (select from procedure_version v, partners_of(v.procedure_code, local_day(step_time())) p
		where v.id = d.procedure_version_id);
end $$;

-- To whom the time that passes now is booked. A result waits for the fee, for the post that has it, for the office that is to
-- send it, or for the citizen who is to get it.
create or replace function time_cause(d dossier) returns text language plpgsql stable as $$
begin
	return case
		when d.state = 'supplement_requested' then 'citizen'
		when d.state = 'payment_requested' or d.state = 'finished' and d.fee_state = 'due' then 'money'
		when d.state = 'finished' and shipment_under_way(d.id) then 'post'
		when d.state = 'finished' and d.return_channel <> 'post' then 'citizen'
		when d.partner_code is not null then 'partner'
		when held_elsewhere(d) then 'agency'
		else 'office' end;
end $$;

-- Whether the procedure's own time stands: before the result, while it is booked to a cause for which it does.
create or replace function clock_stands(d dossier, p_cause text, p_at timestamptz) returns boolean language sql stable
return state_open(d.state) and (time_stands(p_cause)
	or p_cause in ('agency', 'partner') and rule_at('agency_clock', dossier_law(d), d.channel, p_at) ->> 'choice' = 'stands');

-- Whether the office is late: what is due now is its own and missed.
create or replace function dossier_late(d dossier, p_at timestamptz) returns boolean language sql stable
return d.step_due_at < p_at and state_open(d.state) and d.stands_since is null
	and (d.state = 'registered' or d.due_at is not null);

-- Books the stretch that ends now to who has the dossier.
create or replace function time_book(d dossier, p_at timestamptz, p_minutes integer) returns void language plpgsql as $$
declare
	last time_entry;
	cause text := time_cause(d);
begin
	if p_at = d.booked_until then
		return;
	end if;
	select * into last from time_entry e where e.dossier_id = d.id order by e.number desc limit 1;
	insert into time_entry (dossier_id, number, cause, partner_code, stands, state, unit_code, account_id, from_at, until_at,
		before, minutes)
	values (d.id, coalesce(last.number, 0) + 1, cause, case when cause = 'partner' then d.partner_code end,
		d.stands_since is not null, d.state, d.holder_unit_code,
		d.holder_account_id, d.booked_until, p_at, coalesce(last.before + last.minutes, 0), p_minutes);
end $$;

-- At the end of a transaction the ledger is whole: its rows follow each other from the filing to where the dossier is booked,
-- without gap or overlap, and their minutes add up to what the last one ends with. Deferred, so whoever calls is the caller's
-- own role again: it reads as the owner.
create or replace function time_whole() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
	d dossier;
	whole boolean;
begin
	if new.booked_until is not distinct from old.booked_until then
		return null;
	end if;
	select * into d from dossier x where x.id = new.id;
	select d.submitted_at = min(e.from_at) and d.booked_until = max(e.until_at) and sum(e.minutes) = max(e.before + e.minutes)
		and bool_and(e.follows) and max(e.number) = count(*)
	into whole
	from (select x.*, x.number = 1 or (x.from_at, x.before)
				= (lag(x.until_at) over w, lag(x.before + x.minutes) over w) as follows
		from time_entry x where x.dossier_id = d.id window w as (order by x.number)) e;
	if not coalesce(whole, false) then
		perform problem('internal', 'the time of the dossier is not booked as a whole');
	end if;
	return null;
end $$;
drop trigger if exists time_whole on dossier;
create constraint trigger time_whole after update of booked_until on dossier deferrable initially deferred for each row
	when (old.booked_until is not null) execute function time_whole();
