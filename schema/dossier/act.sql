-- The steps after submission. The program computes times by the working calendar and hands them in as p:
-- due_at, step_due_at, limit_at. Who may do what is dossier_actions, which steps exist is dossier_transition.
-- needs: catalogue/units core/caller core/idempotency core/values dossier/action_message dossier/actions dossier/custody dossier/document dossier/events dossier/lock dossier/read notice/notices

create or replace function dossier_attach_results(d dossier, p_ids jsonb) returns void language plpgsql as $$
declare
	the_id uuid;
	the_upload upload;
	position integer := 0;
begin
	delete from dossier_file f where f.dossier_id = d.id and f.component_code is null;
	for the_id in select value::uuid from jsonb_array_elements_text(p_ids) loop
		position := position + 1;
		select * into the_upload from upload u where u.id = the_id and u.account_id = caller_id();
		if not found then
			perform problem('upload-unknown');
		end if;
		if the_upload.blob_sha256 is null then
			perform problem('upload-incomplete');
		end if;
		insert into dossier_file (id, dossier_id, ordinal, name, blob_sha256, added_by)
		values (uuid_v7(), d.id, position, the_upload.name, the_upload.blob_sha256, caller_id());
	end loop;
end $$;

-- The unit and officer a dossier is passed to: the officer must belong to the unit.
create or replace function dossier_receiver(d dossier, p jsonb, out unit_code text, out officer uuid)
language plpgsql stable as $$
begin
	unit_code := coalesce(p ->> 'unit_code', d.holder_unit_code);
	officer := (p ->> 'officer_id')::uuid;
	if not exists (select from unit u where u.code = unit_code and u.valid_until is null) then
		perform problem('unit-unknown');
	end if;
	if officer is not null and not exists (select from account_unit au join account a on a.id = au.account_id
			where au.account_id = officer and au.unit_code = dossier_receiver.unit_code and a.closed_at is null) then
		perform problem('action-invalid', 'officer_id');
	end if;
end $$;

create or replace function dossier_act(p_id uuid, p_version bigint, p jsonb,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	n dossier;
	act text := p ->> 'action';
	at timestamptz := now();
	receiver record;
	message record;
	as_applicant boolean := d.applicant_id = caller_id();
begin
	if not act = any (dossier_actions(d)) then
		if as_applicant <> (act in ('supply', 'request_withdrawal')) then
			perform problem('forbidden');
		elsif act = 'return' and d.state = 'finished' and d.fee_state = 'due' then
			perform problem('payment-due');
		elsif act = 'request_payment' and d.fee_state <> 'due' then
			perform problem('nothing-due');
		end if;
		perform problem('wrong-state');
	end if;
	if d.version <> p_version then
		perform problem('stale');
	end if;
	n := d;
	case act
	when 'accept' then
		n.state := 'received';
		n.received_at := at;
		n.due_at := (p ->> 'due_at')::timestamptz;
		n.due_original_at := n.due_at;
		n.holder_account_id := caller_id();
	when 'refuse' then
		n.state := 'rejected';
		n.reason := p ->> 'reason';
	when 'request_supplement' then
		if exists (select from jsonb_array_elements_text(coalesce(p -> 'components', '[]')) asked
				where not exists (select from procedure_component c where c.version_id = d.procedure_version_id
					and c.case_code = d.case_code and c.code = asked.value)) then
			perform problem('component-unknown');
		end if;
		n.state := 'supplement_requested';
		n.supplement := jsonb_build_object('reason', p ->> 'reason', 'components', coalesce(p -> 'components', '[]'),
			'fields', coalesce(p -> 'fields', '[]'), 'requested_at', iso_time(at), 'limit_at', p ->> 'limit_at');
	when 'supply' then
		n.state := d.resume_state;
		n.due_at := coalesce((p ->> 'due_at')::timestamptz, d.due_at);
	when 'expire_supplement' then
		n.state := 'rejected';
		n.reason := 'Không bổ sung trong thời hạn: ' || (d.supplement ->> 'reason');
	when 'request_withdrawal' then
		n.withdrawal_requested_at := at;
	when 'accept_withdrawal' then
		n.state := 'withdrawn';
	when 'decline_withdrawal' then
		n.withdrawal_requested_at := null;
	when 'forward' then
		receiver := dossier_receiver(d, p);
		n.state := 'processing';
		n.holder_unit_code := receiver.unit_code;
		n.holder_account_id := receiver.officer;
		n.involved_units := (select array_agg(distinct u) from unnest(d.involved_units || unit_and_above(receiver.unit_code)) u);
	when 'finish' then
		perform dossier_attach_results(d, p -> 'upload_ids');
		n.state := 'finished';
		n.finished_at := at;
		-- The result is handed over where the dossier was received.
		n.holder_unit_code := d.unit_code;
		n.holder_account_id := case when d.holder_unit_code = d.unit_code then d.holder_account_id end;
	when 'recall' then
		n.state := 'processing';
		n.finished_at := null;
	when 'stop' then
		n.state := 'stopped';
		n.reason := p ->> 'reason';
	when 'request_payment' then
		n.state := 'payment_requested';
	when 'return' then
		n.state := 'returned';
		n.returned_at := at;
	end case;
	n.step_due_at := coalesce((p ->> 'step_due_at')::timestamptz, n.due_at, d.step_due_at);
	n.held_since := case when n.holder_unit_code is distinct from d.holder_unit_code
		or n.holder_account_id is distinct from d.holder_account_id then at else d.held_since end;
	update dossier x set state = n.state, received_at = n.received_at, due_at = n.due_at,
		due_original_at = n.due_original_at, holder_unit_code = n.holder_unit_code,
		holder_account_id = n.holder_account_id, held_since = n.held_since, involved_units = n.involved_units,
		supplement = n.supplement, reason = n.reason, withdrawal_requested_at = n.withdrawal_requested_at,
		finished_at = n.finished_at, returned_at = n.returned_at, step_due_at = n.step_due_at
	where x.id = p_id returning * into n;
	perform event_add(n, at, act, d.state, coalesce(p ->> 'reason', p ->> 'note',
		'Người nhận: ' || (p ->> 'receiver_name')
			|| coalesce(', số định danh ' || (p ->> 'receiver_personal_id'), '')));
	if n.state <> d.state or n.held_since is distinct from d.held_since then
		perform custody_add(n, at);
	end if;
	message := action_message(n, act, p);
	if message.title is not null then
		perform notify_account(n.applicant_id, n.id, message.title, message.body);
	end if;
	perform dossier_compose_and_keep(p_id);
	select k.* into status, location, etag, body from reply_keep(201, '/v1/dossiers/' || p_id,
		'"' || n.version || '"', (select r.body from dossier_read(p_id) r)) k;
end $$;
grant execute on function dossier_act to motcua_api;
