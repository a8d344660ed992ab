-- The steps after submission. The program computes times by the working calendar and hands them in as
-- p.clock, see dossier/clock, made of the dossier's p_version; p_etag is the version that the caller has seen. Which steps
-- there are, who takes them and when is schema/vocabulary/steps.yaml, what they do besides is dossier/steps.
-- needs: catalogue/partners core/caller core/idempotency dossier/clock dossier/custody dossier/document dossier/events dossier/lock dossier/read dossier/submission dossier/visible notice/notices payment/charges vocabulary/notes vocabulary/notices vocabulary/states vocabulary/steps

-- Why a step that is not offered is refused.
create or replace function step_refused(d dossier, p_step text) returns void language plpgsql as $$
begin
	if caller_is_applicant(d.id) <> step_by_applicant(p_step) then
		perform problem('forbidden');
	elsif p_step = any (dossier_steps(d, true)) then
		perform problem('leader-required');
	elsif p_step = 'return' and d.state = 'finished' and d.fee_state = 'due' then
		perform problem('payment-due');
	elsif p_step = 'finish' and d.state in ('received', 'processing') and d.withdrawal_requested_at is not null then
		perform problem('withdrawal-pending');
	elsif p_step = 'finish' and d.state in ('received', 'processing') and d.partner_code is not null then
		perform problem('partner-pending');
	elsif p_step = 'request_payment' and d.fee_state <> 'due' then
		perform problem('nothing-due');
	end if;
	perform problem('wrong-state');
end $$;

-- What follows from any step that leads from d to n.
create or replace function step_turn(d dossier, n dossier, p_step text, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	-- What was passed on and is acted on cannot be taken back.
	if n.sender_unit_code is not distinct from d.sender_unit_code and not step_by_applicant(p_step) then
		n.sender_unit_code := null;
	end if;
	-- Nor is a leader's word waited for once he has taken a step, or it has gone on without.
	if caller_role() = 'leader' or n.state <> d.state and n.leader_asked_at is not distinct from d.leader_asked_at then
		n.leader_asked_at := null;
		n.leader_asked_by := null;
	end if;
	n.held_since := case when n.holder_unit_code is distinct from d.holder_unit_code
		or n.holder_account_id is distinct from d.holder_account_id then at else d.held_since end;
	if state_ended(n.state) then
		n.partner_code := null;
		n.partner_since := null;
	end if;
	n := clock_turn(d, n, (p -> 'clock') || jsonb_build_object('reason_code', p ->> 'reason_code'));
	if d.supplement is not null and n.state <> d.state and n.submission_number = d.submission_number then
		n := submission_restore(n);
	end if;
	if state_ended(n.state) and n.returned_at is null then
		n := charges_end(n);
		-- A result that was never handed over is none.
		n.finished_at := null;
	end if;
	return n;
end $$;

-- Which partner is waited for or has answered, and the number that it gave.
create or replace function partner_said(d dossier, n dossier, p jsonb) returns text language sql stable
return case when d.partner_code is distinct from n.partner_code and p ->> 'external_id' is not null
	then note_text('partner_number', jsonb_build_object('name', partner_name(coalesce(n.partner_code, d.partner_code)),
		'id', p ->> 'external_id'))
	when n.partner_code is distinct from d.partner_code and not state_ended(n.state)
	then partner_name(coalesce(n.partner_code, d.partner_code)) end;

-- A step, whoever takes it: the dossier as it is afterwards. That it may be taken was asked before.
create or replace function step_apply(d dossier, act text, p jsonb) returns dossier language plpgsql as $$
declare
	n dossier;
	at timestamptz := (p #>> '{clock,at}')::timestamptz;
	the_notice text;
begin
	p := p || jsonb_strip_nulls(jsonb_build_object('reason_code', coalesce(p ->> 'reason_code', step_reason(act))));
	if not step_takes_reason(act, p ->> 'reason_code') then
		perform problem('action-invalid', 'reason_code');
	end if;
	n := step_turn(d, step_do(d, act, p, at), act, p, at);
	update dossier x set state = n.state, received_at = n.received_at, due_at = n.due_at,
		due_estimated = n.due_estimated,
		due_original_at = n.due_original_at, holder_unit_code = n.holder_unit_code,
		holder_account_id = n.holder_account_id, sender_unit_code = n.sender_unit_code, held_since = n.held_since,
		applicant = n.applicant, answers = n.answers, submission_number = n.submission_number, fee_state = n.fee_state,
		fee_total = n.fee_total, fee_paid = n.fee_paid, fee_to_refund = n.fee_to_refund,
		supplement = n.supplement, ground = n.ground, reason = n.reason, ended_why = n.ended_why,
		withdrawal_requested_at = n.withdrawal_requested_at, pay_until = n.pay_until,
		finished_at = n.finished_at, returned_at = n.returned_at, step_due_at = n.step_due_at,
		booked_until = n.booked_until, stands_since = n.stands_since, notice_until = n.notice_until, rounds = n.rounds,
		extensions = n.extensions, partner_code = n.partner_code, partner_since = n.partner_since,
		leader_asked_at = n.leader_asked_at, leader_asked_by = n.leader_asked_by
	where x.id = d.id returning * into n;
	perform event_add(n, at, act, d.state, coalesce(
		nullif(concat_ws(E'\n', partner_said(d, n, p), p ->> 'reason', p ->> 'note'), ''),
		note_text('received_by_with_id',
			jsonb_build_object('name', p ->> 'receiver_name', 'id', p ->> 'receiver_personal_id')),
		note_text('received_by', jsonb_build_object('name', p ->> 'receiver_name'))),
		p ->> 'reason_code');
	if n.state <> d.state or n.holder_unit_code is distinct from d.holder_unit_code
			or n.holder_account_id is distinct from d.holder_account_id then
		perform custody_add(n, at);
	end if;
	the_notice := step_notice(n, act);
	if the_notice is not null then
		perform notify_applicants(n.id, the_notice, step_told(n, p));
	end if;
	perform dossier_compose_and_keep(d.id);
	return n;
end $$;

create or replace function dossier_act(p_id uuid, p_etag text, p_version bigint, p jsonb,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	n dossier;
	act text := p ->> 'action';
begin
	if not act = any (dossier_actions(d)) then
		perform step_refused(d, act);
	end if;
	perform dossier_check_version(d, p_etag);
	if d.version <> p_version then
		perform problem('stale');
	end if;
	n := step_apply(d, act, p);
	select k.* into status, location, etag, body from reply_keep(201, '/v1/dossiers/' || p_id,
		'"' || n.version || '"', (select r.body from dossier_read(p_id, true) r)) k;
end $$;
grant execute on function dossier_act to motcua_citizen, motcua_staff;
