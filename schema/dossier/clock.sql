-- The clock of a dossier. The program computes times by the working calendar (lib/dossier/dossier_clock.h): of clock_facts it
-- makes what a step hands in as c: at; from, up to where time was booked; minutes since; intake, result, supplement and
-- partner, each with due (null: nothing is open), estimated and late; notice.
-- needs: catalogue/partners core/caller core/values dossier/document dossier/promise dossier/time dossier/visible vocabulary/states

create or replace function clock_facts(d dossier) returns jsonb language sql stable
return jsonb_build_object('now', epoch(step_time()), 'filed', epoch(d.submitted_at), 'booked', epoch(d.booked_until),
	'stands', epoch(d.stands_since), 'law', dossier_law(d), 'channel', d.channel, 'unit', d.unit_code,
	'estimated', d.due_estimated,
	'open', (select coalesce(jsonb_object_agg(p.promised, epoch(p.due_at)), '{}') from promise p
		where p.dossier_id = d.id and p.ended_at is null),
	'partners', (select jsonb_object_agg(p.code, jsonb_build_object('amount', p.time_amount, 'unit', p.time_unit))
		from procedure_version v, partners_of(v.procedure_code, local_day(step_time())) p where v.id = d.procedure_version_id),
	'limit', (select jsonb_build_object('amount', k.time_amount, 'unit', k.time_unit, 'cutoff', k.time_cutoff)
		from procedure_channel k where k.version_id = d.procedure_version_id and k.case_code = d.case_code
			and k.channel = d.channel));

-- For the caller who may see the dossier; no clock before it is filed.
create or replace function dossier_clock(p_id uuid, out version bigint, out clock jsonb) returns setof record
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query select d.version, case when d.submitted_at is not null then clock_facts(d) end
	from dossier d where d.id = p_id and dossier_visible(d);
end $$;
grant execute on function dossier_clock to motcua_citizen, motcua_staff;

-- What becomes of the promises when a step leads from d to n.
create or replace function promises_turn(d dossier, n dossier, c jsonb) returns void language plpgsql as $$
declare
	at timestamptz := (c ->> 'at')::timestamptz;
begin
	if d.state = 'registered' and n.state in ('received', 'rejected', 'supplement_requested') then
		perform promise_keep(n.id, 'intake', at, (c #>> '{intake,late}')::integer);
	end if;
	if d.state = 'supplement_requested' and n.state <> d.state and state_running(n.state) then
		perform promise_keep(n.id, 'supplement', at, (c #>> '{supplement,late}')::integer);
	end if;
	if d.partner_code is null and n.partner_code is not null then
		perform promise_make(n.id, 'partner', (c #>> '{partner,due}')::timestamptz, (c #>> '{partner,estimated}')::boolean, at,
			n.partner_code);
	elsif d.partner_code is not null and n.partner_code is null and state_running(n.state) then
		perform promise_keep(n.id, 'partner', at, (c #>> '{partner,late}')::integer);
	end if;
	if n.state = 'finished' then
		perform promise_keep(n.id, 'result', at, (c #>> '{result,late}')::integer);
	elsif state_ended(n.state) then
		perform promises_void(n.id, at);
	elsif d.state = 'finished' and n.state = 'processing' then
		perform promise_make(n.id, 'result', d.due_at, d.due_estimated, at);
	elsif n.state = 'supplement_requested' and d.state <> n.state then
		perform promise_make(n.id, 'supplement', (c #>> '{supplement,due}')::timestamptz,
			(c #>> '{supplement,estimated}')::boolean, at);
	elsif n.stands_since is null then
		perform promise_move(n.id, 'result', (c #>> '{result,due}')::timestamptz,
			(c #>> '{result,estimated}')::boolean, at, case when n.extensions > d.extensions then 'extended' else 'moved' end,
			case when n.extensions > d.extensions then c ->> 'reason_code' end);
		if d.state = 'supplement_requested' and n.state = 'registered' then
			perform promise_make(n.id, 'intake', (c #>> '{intake,due}')::timestamptz,
			(c #>> '{intake,estimated}')::boolean, at);
		elsif n.state = 'registered' then
			perform promise_move(n.id, 'intake', (c #>> '{intake,due}')::timestamptz,
				(c #>> '{intake,estimated}')::boolean, at, 'moved');
		end if;
	end if;
end $$;

-- The times of n, to which a step leads from d; books what has passed. What was computed of a dossier that has changed
-- meanwhile is stale. After a dossier's end no time passes.
create or replace function clock_turn(d dossier, n dossier, c jsonb) returns dossier language plpgsql as $$
declare
	at timestamptz := (c ->> 'at')::timestamptz;
	open jsonb;
begin
	if d.booked_until is distinct from (c ->> 'from')::timestamptz then
		perform problem('stale');
	end if;
	if state_ended(d.state) then
		return n;
	end if;
	-- What was asked for by mistake: the time was the office's, and nothing stood.
	if (c ->> 'unasked')::boolean then
		update promise set ended_at = at, ended_why = 'void'
		where dossier_id = d.id and promised = 'supplement' and ended_at is null;
		d.state := n.state;
		d.stands_since := null;
		if n.state = 'registered' then
			perform promise_make(n.id, 'intake', (c #>> '{intake,due}')::timestamptz, (c #>> '{intake,estimated}')::boolean, at);
		end if;
	end if;
	perform time_book(d, at, (c ->> 'minutes')::integer);
	n.booked_until := at;
	n.stands_since := case when clock_stands(n, time_cause(n), at) then coalesce(d.stands_since, at) end;
	perform promises_turn(d, n, c);
	select coalesce(jsonb_object_agg(p.promised, p.due_at), '{}') into open from promise p
	where p.dossier_id = n.id and p.ended_at is null;
	n.due_at := coalesce((open ->> 'result')::timestamptz, n.due_at);
	n.due_estimated := coalesce((select p.estimated from promise p
		where p.dossier_id = n.id and p.promised = 'result' and p.ended_at is null), n.due_estimated);
	n.step_due_at := coalesce((open ->> 'supplement')::timestamptz, (open ->> 'intake')::timestamptz, n.due_at, n.step_due_at);
	return n;
end $$;

-- Books what has passed where the dossier itself does not change, but to whom its time is booked from now on.
create or replace function clock_book(d dossier, c jsonb) returns void language plpgsql as $$
declare
	n dossier := clock_turn(d, d, c);
begin
	if n.booked_until <> d.booked_until then
		update dossier set booked_until = n.booked_until where id = d.id;
		perform dossier_compose_and_keep(d.id);
	end if;
end $$;
