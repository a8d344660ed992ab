-- Following a dossier without signing in: by the link on its receipt, or coarsely by its code.
-- needs: core/append_only core/budgets core/caller core/idempotency core/values dossier/tracking_links dossier/visible vocabulary/dossier_ends

create or replace trigger append_only before update or delete on tracking_link for each row execute function append_only();

create or replace function mask_name(p_name text) returns text language sql immutable strict as $$
	select string_agg(left(word, 1) || repeat('*', greatest(char_length(word) - 1, 1)), ' ' order by position)
	from regexp_split_to_table(btrim(p_name), '\s+') with ordinality as words(word, position)
$$;

-- Whoever holds the link sees how it goes on, names masked; no row for a link that was renewed, or that is none.
create or replace function tracking_by_link(p_id uuid, p_generation integer) returns setof text
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
	where d.id = p_id and d.state <> 'draft' and p_generation = tracking_generation(d.id);
end $$;
grant execute on function tracking_by_link to motcua_public, motcua_citizen, motcua_staff;

-- A code can be counted up and four digits be guessed, so they tell the state alone.
create or replace function tracking_by_code(p_code text, p_last4 text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return (select json_build_object('code', d.code, 'state', d.state,
			'state_name', coalesce(dossier_end_name(d.ended_why), s.name_vi), 'ended_why', d.ended_why,
			'unit_name', u.name, 'unit_phone', u.phone)::text
		from dossier d join dossier_state s on s.state = d.state join unit u on u.code = d.unit_code
		where d.id = (select k.dossier_id from dossier_code k where k.code = p_code) and d.code = p_code
			and right(d.applicant ->> 'phone', 4) = p_last4);
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
	body := tracking_by_code(p_code, p_last4);
	if body is not null then
		perform budget_give('tracking', p_address, 1), budget_give('tracking', p_code, 1);
	end if;
end $$;
grant execute on function dossier_look_up to motcua_public, motcua_citizen, motcua_staff;

-- The link of a dossier, for the people whose matter it is: its generation, and since when it is.
create or replace function tracking_link_of(p_id uuid, out generation integer, out made_at text) returns setof record
language sql stable security definer set search_path = public, pg_temp as $$
	select tracking_generation(d.id), iso_time(coalesce(
		(select l.made_at from tracking_link l where l.dossier_id = d.id order by l.generation desc limit 1), d.submitted_at))
	from dossier d where d.id = p_id and d.state <> 'draft' and caller_is_party(d.id)
$$;
grant execute on function tracking_link_of to motcua_citizen, motcua_staff;

-- The link before opens nothing from now on.
create or replace function tracking_link_renew(p_id uuid, out generation integer, out made_at text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_id uuid;
begin
	select d.id into the_id from dossier d
	where d.id = p_id and d.state <> 'draft' and caller_is_party(d.id) for no key update;
	if not found then
		perform problem('not-found');
	end if;
	insert into tracking_link as l (dossier_id, generation, made_by)
	values (the_id, tracking_generation(the_id) + 1, caller_id())
	returning l.generation, iso_time(l.made_at) into generation, made_at;
	perform reply_keep(201, null, null, '');
end $$;
grant execute on function tracking_link_renew to motcua_citizen, motcua_staff;

-- The code of a dossier whose link was scanned; who may see it is asked when it is looked for.
create or replace function tracking_code(p_id uuid, p_generation integer) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
	select d.code from dossier d where d.id = p_id and p_generation = tracking_generation(d.id)
$$;
grant execute on function tracking_code to motcua_staff;
