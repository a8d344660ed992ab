-- Reading promises and the ledger of time.
-- needs: core/values dossier/visible identity/acting vocabulary/reasons

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
				'from', iso_time(e.from_at), 'until', iso_time(e.until_at), 'minutes', e.minutes) order by e.number), '[]')
			from time_entry e join unit u on u.code = e.unit_code where e.dossier_id = d.id))::text
	from dossier d where d.id = p_id and d.state <> 'draft' and dossier_visible(d);
end $$;
grant execute on function dossier_times to motcua_citizen, motcua_staff;
