-- What sending a result by post would do, as schema/dossier/preview.sql says it of other steps.
-- needs: dossier/lock dossier/preview post/shipments reading/ledger

-- The serial number that the next shipment gets if no other is made before; it is not taken.
create or replace function shipment_coming_number() returns integer
language sql stable security definer set search_path = public, pg_temp as $$
	select coalesce(pg_sequence_last_value('shipment_number') % 99999999, 0)::integer + 1
$$;
grant execute on function shipment_coming_number to motcua_staff;

create or replace function shipment_preview(p_id uuid, p_shipment uuid, p_number text, p_carrier text, p_clock jsonb)
returns jsonb language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier;
	charges jsonb;
	outcome jsonb;
begin
	perform reading_open('createDossierShipment', p_id);
	begin
		d := dossier_lock(p_id);
		charges := charge_states(p_id);
		perform shipment_create(p_id, p_shipment, p_number, p_carrier, p_clock);
		outcome := step_outcome(d, 'ship', charges);
		raise exception using errcode = 'MC003';
	exception when sqlstate 'MC003' then
		null;
	end;
	return outcome;
end $$;
grant execute on function shipment_preview to motcua_staff;
