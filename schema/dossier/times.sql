-- Reading promises and the ledger of time.
-- needs: catalogue/partners core/values dossier/time dossier/visible identity/acting vocabulary/reasons vocabulary/rules

-- The ledger as it stands: each stretch with what it has kept, and after it what it gave to outages. All minutes once.
create or replace function time_booked(p_id uuid, out number integer, out outage_id uuid, out cause text, out partner_code text,
	out stands boolean, out state text, out unit_code text, out account_id uuid, out from_at timestamptz,
	out until_at timestamptz, out minutes integer) returns setof record language sql stable as $$
	select e.number, null, e.cause, e.partner_code, e.stands, e.state, e.unit_code, e.account_id, e.from_at, e.until_at,
		e.minutes - coalesce((select sum(g.minutes) from outage_entry g
			where g.dossier_id = e.dossier_id and g.entry_number = e.number), 0)::integer
	from time_entry e where e.dossier_id = p_id
	union all
	select e.number, o.first_id, 'outage', e.partner_code, e.stands, e.state, e.unit_code, e.account_id,
		greatest(e.from_at, o.from_at), least(e.until_at, o.until_at), g.minutes
	from (select x.first_id, h.entry_number, sum(h.minutes)::integer as minutes
		from outage_entry h join outage x on x.id = h.outage_id where h.dossier_id = p_id group by 1, 2) g
	join time_entry e on e.dossier_id = p_id and e.number = g.entry_number
	join outage o on o.first_id = g.first_id and o.replaced_at is null
	where g.minutes > 0
$$;

-- Since when the time runs that a promise gives: for what a partner or the citizen is to do, since it was made; else since the
-- filing, since all papers were there where it began again, or since the day was moved with an apology, with what was known then.
create or replace function promise_begins(p promise, d dossier) returns timestamptz language sql stable
return case when p.promised in ('partner', 'supplement') then p.made_at else greatest(d.submitted_at,
	(select max(q.ended_at) from promise q where q.dossier_id = d.id and q.promised = p.promised and q.ended_why = 'extended'
		and q.number < p.number),
	(select max(r.answered_at) from supplement_round r where r.dossier_id = d.id and r.answered_at <= p.made_at
		and (p.promised = 'intake'
			or rule_at('supplement_clock', dossier_law(d), d.channel, r.answered_at) ->> 'choice' = 'again'))) end;

-- Of the minutes by which a promise was missed, those that count for nobody: so many of its time fell into proven outages, and
-- the rule of the moment of its end excuses them. Outages are proven later, so what was written then stays.
create or replace function promise_excused(p promise, d dossier) returns integer language plpgsql stable as $$
begin
	if p.late_minutes is null or p.late_minutes = 0
			or rule_at('outage_late', dossier_law(d), d.channel, p.ended_at) ->> 'choice' <> 'excused' then
		return 0;
	end if;
	return (select least(p.late_minutes, coalesce(sum(g.minutes), 0))::integer
		from outage_entry g join time_entry e on e.dossier_id = g.dossier_id and e.number = g.entry_number
		where g.dossier_id = d.id and e.from_at >= promise_begins(p, d) and e.until_at <= p.ended_at
			and case p.promised when 'partner' then e.partner_code = p.partner_code
				when 'supplement' then e.state = 'supplement_requested' else not e.stands end);
end $$;

create or replace function dossier_times(p_id uuid) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object(
		'promises', (select coalesce(json_agg(json_build_object('kind', p.promised, 'partner', partner_json(p.partner_code),
				'due_at', iso_time(p.due_at), 'made_at', iso_time(p.made_at),
				'ended_at', iso_time(p.ended_at), 'ended_why', p.ended_why,
				'late_minutes', p.late_minutes - excused,
				'excused_minutes', case when p.late_minutes is not null then excused end,
				'ground', reason_at(p.reason_code, p.ended_at)) order by p.number), '[]')
			from promise p cross join promise_excused(p, d) excused where p.dossier_id = d.id),
		'entries', (select coalesce(json_agg(json_build_object('cause', e.cause, 'partner', partner_json(e.partner_code),
				'clock_stands', e.stands, 'state', e.state,
				'unit', json_build_object('code', u.code, 'name', u.name), 'officer_name', account_name(e.account_id),
				'from', iso_time(e.from_at), 'until', iso_time(e.until_at), 'minutes', e.minutes)
				order by e.number, e.outage_id nulls first), '[]')
			from time_booked(d.id) e join unit u on u.code = e.unit_code))::text
	from dossier d where d.id = p_id and d.state <> 'draft' and dossier_visible(d);
end $$;
grant execute on function dossier_times to motcua_citizen, motcua_staff;
