-- Reading promises and the ledger of time.
-- needs: core/values dossier/visible identity/acting vocabulary/reasons

-- The ledger as it stands: each stretch with what it has kept, and after it what it gave to outages. All minutes once.
create or replace function time_booked(p_id uuid, out number integer, out outage_id uuid, out cause text, out stands boolean,
	out state text, out unit_code text, out account_id uuid, out from_at timestamptz, out until_at timestamptz,
	out minutes integer) returns setof record language sql stable as $$
	select e.number, null, e.cause, e.stands, e.state, e.unit_code, e.account_id, e.from_at, e.until_at,
		e.minutes - coalesce((select sum(g.minutes) from outage_entry g
			where g.dossier_id = e.dossier_id and g.entry_number = e.number), 0)::integer
	from time_entry e where e.dossier_id = p_id
	union all
	select e.number, o.id, 'outage', e.stands, e.state, e.unit_code, e.account_id, greatest(e.from_at, o.from_at),
		least(e.until_at, o.until_at), g.minutes
	from outage_entry g join time_entry e on e.dossier_id = g.dossier_id and e.number = g.entry_number
	join outage o on o.id = g.outage_id
	where g.dossier_id = p_id
$$;

create or replace function dossier_times(p_id uuid) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object(
		'promises', (select coalesce(json_agg(json_build_object('kind', p.promised, 'due_at', iso_time(p.due_at),
				'made_at', iso_time(p.made_at), 'ended_at', iso_time(p.ended_at), 'ended_why', p.ended_why,
				'late_minutes', p.late_minutes, 'ground', reason_at(p.reason_code, p.ended_at)) order by p.number), '[]')
			from promise p where p.dossier_id = d.id),
		'entries', (select coalesce(json_agg(json_build_object('cause', e.cause, 'clock_stands', e.stands, 'state', e.state,
				'unit', json_build_object('code', u.code, 'name', u.name), 'officer_name', account_name(e.account_id),
				'from', iso_time(e.from_at), 'until', iso_time(e.until_at), 'minutes', e.minutes)
				order by e.number, e.outage_id nulls first), '[]')
			from time_booked(d.id) e join unit u on u.code = e.unit_code))::text
	from dossier d where d.id = p_id and d.state <> 'draft' and dossier_visible(d);
end $$;
grant execute on function dossier_times to motcua_citizen, motcua_staff;
