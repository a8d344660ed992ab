-- Events of carriers, each taken once.
-- needs: core/values dossier/clock dossier/custody dossier/document dossier/events notice/notices vocabulary/notes

-- The clock of the dossier whose result a shipment brings, see dossier/clock.
create or replace function carrier_event_clock(p_carrier text, p_number text) returns setof jsonb
language sql stable security definer set search_path = public, pg_temp as $$
	select clock_facts(d) from shipment s join dossier d on d.id = s.dossier_id
	where s.tracking_number = p_number and s.carrier = p_carrier
$$;
grant execute on function carrier_event_clock to motcua_system;

-- Whether the result was taken back since the letter left: it brings what no longer holds, and ends nothing.
create or replace function shipment_outdated(s shipment) returns boolean language sql stable
return exists (select from dossier_event e
	where e.dossier_id = s.dossier_id and e.kind = 'recall' and e.id >= uuid_floor(s.created_at));

-- A carrier's event, taken once. Events may come late and out of order: the newest by the carrier's clock counts.
create or replace function carrier_event_take(p_carrier text, p_webhook text, p jsonb, p_clock jsonb) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	s shipment;
	d dossier;
	n dossier;
	at timestamptz := (p_clock ->> 'at')::timestamptz;
	event_at timestamptz := (p ->> 'at')::timestamptz;
begin
	select * into s from shipment x where x.tracking_number = p ->> 'tracking_number' and x.carrier = p_carrier for update;
	if not found then
		return 'unmatched';
	end if;
	insert into shipment_event (carrier, webhook_id, shipment_id, at, state, carrier_code, note, document)
	values (p_carrier, p_webhook, s.id, event_at, p ->> 'state', p ->> 'carrier_code', p ->> 'note', p)
	on conflict do nothing;
	if not found then
		return 'repeated';
	end if;
	if s.state in ('delivered', 'returned_to_sender', 'cancelled', 'lost')
			or (event_at < s.state_at and s.state <> 'created') then
		return 'recorded';
	end if;
	select * into d from dossier x where x.id = s.dossier_id for update;
	-- Until now the letter was under way.
	if p ->> 'state' in ('delivered', 'returned_to_sender', 'cancelled', 'lost') then
		perform clock_book(d, p_clock);
	end if;
	update shipment set state = p ->> 'state', state_at = event_at, proof = coalesce(p -> 'proof', proof)
	where id = s.id returning * into s;
	if s.state = 'delivered' and s.proof is not null and d.state = 'finished' and d.fee_state <> 'due'
			and not shipment_outdated(s) then
		update dossier set state = 'returned', returned_at = at where id = d.id returning * into n;
		perform event_add(n, at, 'deliver', d.state,
			note_text('delivered', jsonb_build_object('name', s.proof ->> 'receiver_name')));
		perform custody_add(n, at);
		perform dossier_compose_and_keep(n.id);
		perform notify_applicants(n.id, 'delivered',
			jsonb_build_object('code', n.code, 'receiver', s.proof ->> 'receiver_name'));
	elsif s.state in ('delivery_failed', 'returned_to_sender', 'lost') then
		perform event_add(d, at, s.state, d.state, p ->> 'note');
		perform notify_applicants(d.id, s.state, jsonb_build_object('code', d.code));
	end if;
	return 'recorded';
end $$;
grant execute on function carrier_event_take to motcua_system;
