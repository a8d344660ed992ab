-- Following a dossier without signing in.
-- needs: core/budgets core/values vocabulary/dossier_ends

-- Public: the code and the last four digits of the applicant's phone number, names masked.
create or replace function mask_name(p_name text) returns text language sql immutable strict as $$
	select string_agg(left(word, 1) || repeat('*', greatest(char_length(word) - 1, 1)), ' ' order by position)
	from regexp_split_to_table(btrim(p_name), '\s+') with ordinality as words(word, position)
$$;

create or replace function dossier_track(p_code text, p_last4 text) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object(
		'code', d.code, 'state', d.state, 'state_name', coalesce(dossier_end_name(d.ended_why), s.name_vi),
		'ended_why', d.ended_why, 'procedure_title', v.title,
		'unit_name', u.name, 'unit_phone', u.phone, 'applicant_name', mask_name(d.applicant ->> 'full_name'),
		'submitted_at', iso_time(d.submitted_at), 'due_at', iso_time(d.due_at), 'due_estimated', d.due_estimated,
		'holder', json_build_object('unit_name', h.name, 'since', iso_time(d.held_since), 'until', iso_time(d.step_due_at)),
		'payment_state', d.fee_state,
		'events', (select coalesce(json_agg(json_build_object('at', iso_time(e.at), 'to_state', e.to_state,
				'state_name',
				coalesce(case when es.terminal then dossier_end_name(d.ended_why) end, es.name_vi)) order by e.at, e.id), '[]')
			from dossier_event e join dossier_state es on es.state = e.to_state
			where e.dossier_id = d.id and e.from_state is distinct from e.to_state),
		'shipment', (select json_build_object('tracking_number', x.tracking_number, 'state', x.state)
			from shipment x where x.dossier_id = d.id order by x.created_at desc limit 1))::text
	from dossier d join dossier_state s on s.state = d.state
	join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.unit_code
	join unit h on h.code = d.holder_unit_code
	where d.id = (select k.dossier_id from dossier_code k where k.code = p_code) and d.code = p_code
		and right(d.applicant ->> 'phone', 4) = p_last4;
end $$;

-- One look at a dossier by whoever knows its code: counted by code and by address, of which p_address is the hash, before it
-- is looked up, and given back where it was right. So neither the digits of one code can be tried through nor the codes of a
-- day with the digits of somebody one knows. p_by_code, p_by_address: the rules of each, see budget_use. Not waiting for the
-- disk: what a crash forgets is the tries of its last moment. by_address: what rate says is of that one.
create or replace function dossier_look_up(p_code text, p_last4 text, p_address text, p_by_code jsonb, p_by_address jsonb,
	out wait_seconds integer, out rate text, out by_address boolean, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform set_config('synchronous_commit', 'off', true);
	select u.wait_seconds, u.rate into wait_seconds, rate from budget_use('tracking', p_address, 1, p_by_address) u;
	by_address := wait_seconds is not null;
	if not by_address then
		select u.wait_seconds, u.rate into wait_seconds, rate from budget_use('tracking', p_code, 1, p_by_code) u;
	end if;
	if wait_seconds is not null then
		return;
	end if;
	body := dossier_track(p_code, p_last4);
	if body is not null then
		perform budget_give('tracking', p_address, 1), budget_give('tracking', p_code, 1);
	end if;
end $$;
grant execute on function dossier_look_up to motcua_public;
