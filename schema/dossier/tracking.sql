-- Following a dossier without signing in.
-- needs: core/values vocabulary/dossier_ends

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
grant execute on function dossier_track to motcua_public;
