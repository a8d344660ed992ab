-- What a payment begun, or money taken at the desk, would do, as schema/dossier/preview.sql says it of other steps.
-- needs: dossier/lock dossier/preview payment/payments reading/ledger

create or replace function payment_preview(p_id uuid, p_payment uuid, p_method text, p_at_desk boolean, p_amount bigint,
	p_shown jsonb, p_clock jsonb) returns jsonb language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier;
	charges jsonb;
	outcome jsonb;
begin
	perform reading_open('createDossierPayment', p_id);
	begin
		d := dossier_lock(p_id);
		charges := charge_states(p_id);
		perform payment_create(p_id, p_payment, p_method, p_at_desk, p_amount, p_shown, p_clock);
		outcome := step_outcome(d, 'take_cash', charges);
		raise exception using errcode = 'MC003';
	exception when sqlstate 'MC003' then
		null;
	end;
	return outcome;
end $$;
grant execute on function payment_preview to motcua_citizen, motcua_staff;
