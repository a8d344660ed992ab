-- Who is told before something is due that was promised, once; and what is closed because it did not come in time. Chores of
-- the worker, each a few rows in a transaction: killed in between, the next round goes on with what is left.
-- needs: core/values dossier/act dossier/clock dossier/time identity/posts notice/notices vocabulary/rules

-- The applicants who have not yet supplied what was asked for, some days before their limit. How many it told.
create or replace function supplements_remind(p_limit integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	it record;
	told bigint := 0;
begin
	for it in
		select due.dossier_id, due.number, due.due_at, x.code from promise due join dossier x on x.id = due.dossier_id
		where due.promised = 'supplement' and due.ended_at is null and due.reminded_at is null and due.due_at > step_time()
			and due.due_at <= step_time() + make_interval(
				days => (rule_at('supplement_reminder', dossier_law(x), x.channel, step_time()) ->> 'amount')::integer)
		order by due.due_at limit p_limit for no key update of due, x skip locked
	loop
		update promise set reminded_at = step_time() where dossier_id = it.dossier_id and number = it.number;
		perform notify_applicants(it.dossier_id, 'supplement_ends',
			jsonb_build_object('code', it.code, 'limit', iso_time(it.due_at)));
		told := told + 1;
	end loop;
	return told;
end $$;
grant execute on function supplements_remind to motcua_worker;

-- Who is alerted for a unit: its officers, without any its leaders; without these those of the next unit above that has some.
create or replace function unit_watchers(p_unit text) returns setof uuid language plpgsql stable as $$
declare
	the_unit text := p_unit;
begin
	while the_unit is not null loop
		return query select distinct held.account_id from post held
			where held.unit_code = the_unit and post_now(held) and held.role in ('officer', 'leader')
				and (held.role = 'officer' or not exists (select from post other
					where other.unit_code = the_unit and post_now(other) and other.role = 'officer'));
		exit when found;
		select u.parent_code into the_unit from unit u where u.code = the_unit;
	end loop;
end $$;

-- Who has an online filing in hand, or else the unit's people, are alerted within some hours that it has no answer yet: a few
-- minutes before these are over, as this comes round every five. One notice tells somebody of all that wait in a unit. How
-- many filings it was.
create or replace function intakes_alert(p_limit integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	due jsonb;
	it record;
begin
	with waiting as (
		select p.dossier_id, p.number, p.due_at, d.holder_unit_code as unit, d.holder_account_id as account
		from promise p join dossier d on d.id = p.dossier_id
		where p.promised = 'intake' and p.ended_at is null and p.reminded_at is null and d.channel = 'online'
			and p.made_at <= step_time() + interval '10 minutes' - make_interval(
				hours => (rule_at('intake_alert_hours', dossier_law(d), d.channel, step_time()) ->> 'amount')::integer)
		order by p.due_at limit p_limit for no key update of p, d skip locked
	), told as (
		update promise p set reminded_at = step_time() from waiting w where p.dossier_id = w.dossier_id and p.number = w.number
	)
	select jsonb_agg(to_jsonb(w)) into due from waiting w;
	for it in
		select watcher, w.unit, count(*) as waiting, min(w.due_at) as due_at
		from jsonb_to_recordset(due) w (due_at timestamptz, unit text, account uuid)
		cross join lateral (select w.account where w.account is not null
			union all select unit_watchers(w.unit) where w.account is null) told (watcher)
		group by watcher, w.unit
	loop
		perform notify_account(it.watcher, null, 'intake_waits', jsonb_build_object('count', it.waiting::text,
			'unit', (select u.name from unit u where u.code = it.unit), 'due', iso_time(it.due_at)));
	end loop;
	return coalesce(jsonb_array_length(due), 0);
end $$;
grant execute on function intakes_alert to motcua_worker;

-- Dossiers whose papers did not come in time, with what the program needs to compute their times.
create or replace function supplements_lapsed(p_limit integer, out id uuid, out version bigint, out clock jsonb)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
	return query select d.id, d.version, clock_facts(d) from promise p join dossier d on d.id = p.dossier_id
	where p.promised = 'supplement' and p.ended_at is null and p.due_at < step_time() and d.state = 'supplement_requested'
	order by p.due_at limit p_limit;
end $$;
grant execute on function supplements_lapsed to motcua_worker;

-- Closes one of them, unless something has happened to it meanwhile.
create or replace function supplement_lapse(p_id uuid, p_version bigint, p_clock jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	d dossier;
begin
	select * into d from dossier x where x.id = p_id for update;
	if d.version is distinct from p_version or d.state <> 'supplement_requested' then
		return false;
	end if;
	perform step_apply(d, 'expire_supplement', jsonb_build_object('clock', p_clock));
	return true;
end $$;
grant execute on function supplement_lapse to motcua_worker;
