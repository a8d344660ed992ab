-- What may be done with a dossier now.
-- needs: catalogue/units core/caller vocabulary/states

-- What the applicant may do with the dossier now.
create or replace function applicant_actions(d dossier) returns text[] language plpgsql immutable as $$
declare
	actions text[] := '{}';
begin
	if d.state = 'supplement_requested' then
		actions := actions || 'supply'::text;
	end if;
	if state_open(d.state)
			and d.withdrawal_requested_at is null then
		actions := actions || 'request_withdrawal'::text;
	end if;
	return actions;
end $$;

-- What the caller may do with the dossier now. The one place: the desk shows it, dossier_act asks it.
create or replace function dossier_actions(d dossier) returns text[] language plpgsql stable as $$
declare
	actions text[] := '{}';
begin
	if d.applicant_id = caller_id() then
		return applicant_actions(d);
	end if;
	if not caller_is_staff() or not (d.holder_unit_code = any (units_below(caller_units()))) then
		return actions;
	end if;
	if d.withdrawal_requested_at is not null then
		actions := actions || array['accept_withdrawal', 'decline_withdrawal'];
	end if;
	if d.state = 'registered' then
		actions := actions || array['accept', 'refuse', 'request_supplement'];
	elsif d.state in ('received', 'processing') then
		actions := actions || array['forward', 'request_supplement', 'finish', 'stop'];
	elsif d.state = 'supplement_requested' then
		if (d.supplement ->> 'limit_at')::timestamptz < now() then
			actions := actions || 'expire_supplement'::text;
		end if;
		if d.resume_state <> 'registered' then
			actions := actions || 'stop'::text;
		end if;
	elsif d.state = 'payment_requested' then
		if d.resume_state <> 'registered' then
			actions := actions || 'stop'::text;
		end if;
	elsif d.state = 'finished' then
		if d.fee_state <> 'due' then
			if not exists (select from shipment s where s.dossier_id = d.id
					and s.state not in ('returned_to_sender', 'cancelled', 'lost')) then
				actions := actions || 'return'::text;
				if d.return_channel = 'post' then
					actions := actions || 'ship'::text;
				end if;
			end if;
		end if;
		actions := actions || 'recall'::text;
	end if;
	if d.fee_state = 'due' then
		if d.state in ('registered', 'received', 'processing', 'finished') then
			actions := actions || 'request_payment'::text;
		end if;
		if state_running(d.state) then
			actions := actions || 'take_cash'::text;
		end if;
	end if;
	return actions;
end $$;
