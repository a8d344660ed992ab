-- Results sent by post.
-- needs: core/caller core/idempotency core/values dossier/clock dossier/events dossier/lock dossier/visible notice/notices vocabulary/notes vocabulary/steps

create or replace function shipment_json(s shipment) returns json language sql stable
return json_build_object('tracking_number', s.tracking_number, 'dossier_id', s.dossier_id, 'carrier', s.carrier,
	'state', s.state, 'recipient', s.recipient, 'proof', s.proof, 'created_at', iso_time(s.created_at),
	'events', (select coalesce(json_agg(json_build_object('at', iso_time(e.at), 'state', e.state,
			'carrier_code', e.carrier_code, 'note', e.note) order by e.at, e.taken_at), '[]')
		from shipment_event e where e.shipment_id = s.id));

create or replace function shipment_list(p_id uuid) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object('items', (select coalesce(json_agg(shipment_json(s) order by s.created_at), '[]')
		from shipment s where s.dossier_id = d.id))::text
	from dossier d where d.id = p_id and dossier_visible(d);
end $$;
grant execute on function shipment_list to motcua_citizen, motcua_staff;

create or replace function shipment_read(p_number text) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select shipment_json(s)::text from shipment s join dossier d on d.id = s.dossier_id
	where s.tracking_number = p_number and dossier_visible(d);
end $$;
grant execute on function shipment_read to motcua_citizen, motcua_staff;

create or replace function shipment_next_number() returns integer
language sql volatile security definer set search_path = public, pg_temp as $$
	select nextval('shipment_number')::integer
$$;
grant execute on function shipment_next_number to motcua_staff;

create or replace function shipment_create(p_id uuid, p_shipment uuid, p_number text, p_carrier text,
	p_clock jsonb, out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	s shipment;
begin
	if not 'ship' = any (dossier_actions(d)) then
		if caller_is_applicant(d.id) then
			perform problem('forbidden');
		elsif d.state = 'finished' and d.fee_state = 'due' then
			perform problem('payment-due');
		end if;
		perform problem('wrong-state');
	end if;
	perform clock_book(d, p_clock);
	insert into shipment (id, tracking_number, dossier_id, carrier, state, recipient, created_by)
	values (p_shipment, p_number, p_id, p_carrier, 'created', jsonb_build_object(
			'name', d.return_address ->> 'recipient_name', 'phone', d.return_address ->> 'phone',
			'address', concat_ws(', ', d.return_address ->> 'detail',
				(select name from place where code = d.return_address ->> 'commune_code'),
				(select name from place where code = d.return_address ->> 'province_code'))), caller_id())
	returning * into s;
	perform event_add(d, (p_clock ->> 'at')::timestamptz, 'ship', d.state,
		note_text('shipped', jsonb_build_object('number', p_number)));
	perform notify_applicants(d.id, 'shipped', jsonb_build_object('code', d.code, 'number', p_number));
	select k.* into status, location, etag, body
	from reply_keep(201, '/v1/shipments/' || p_number, null, shipment_json(s)::text) k;
end $$;
grant execute on function shipment_create to motcua_staff;
