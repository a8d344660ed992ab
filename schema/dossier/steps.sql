-- What a step does to the dossier besides leading to another state: step_<code>(n, p, at) gives back the dossier as it becomes.
-- n stands in the new state already; p is what the step was asked with, and the times that the program computed.
-- needs: catalogue/competent catalogue/partners core/caller core/external_ids core/values dossier/relations dossier/submission dossier/supplement dossier/time identity/posts payment/charges vocabulary/reasons vocabulary/rules

create or replace function step_request_supplement(n dossier, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	perform supplement_check_asked(n, coalesce(p -> 'components', '[]'), coalesce(p -> 'fields', '[]'));
	n.supplement := jsonb_build_object('ground', reason_at(p ->> 'reason_code', at), 'reason', p ->> 'reason',
		'components', coalesce(p -> 'components', '[]'),
		'fields', coalesce(p -> 'fields', '[]'), 'requested_at', iso_time(at), 'limit_at', p #>> '{clock,supplement,due}');
	n.rounds := n.rounds + 1;
	insert into supplement_round (dossier_id, number, asked_at, asked_by, reason_code, reason, components, fields, limit_at)
	values (n.id, n.rounds, at, caller_id(), p ->> 'reason_code', p ->> 'reason', n.supplement -> 'components',
		n.supplement -> 'fields', (p #>> '{clock,supplement,due}')::timestamptz);
	return n;
end $$;

create or replace function step_supply(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
declare
	before jsonb := (submission_last(n.id)).content;
	filed jsonb := p -> 'filed';
	said jsonb := (filed ->> 'content')::jsonb;
begin
	update supplement_round set answered_at = at where dossier_id = n.id and number = n.rounds;
	n.submission_number := n.submission_number + 1;
	perform submission_keep(n, filed ->> 'content', said, filed ->> 'payload', filed ->> 'jws');
	perform supplement_check(n, before, said);
	n.applicant := said -> 'applicant';
	return charges_follow(n, said -> 'quote');
end $$;

create or replace function step_cancel_supplement(n dossier, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	update supplement_round set cancelled_at = at where dossier_id = n.id and number = n.rounds;
	return n;
end $$;

-- Until the end of a day.
create or replace function step_request_payment(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.pay_until := (local_day(at) + 1
		+ (rule_at('payment_limit', dossier_law(n), n.channel, at) ->> 'amount')::integer)::timestamp
		at time zone 'Asia/Ho_Chi_Minh' - interval '1 second';
	return n;
end $$;

create or replace function step_expire_supplement(n dossier, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	n.reason := coalesce(n.supplement ->> 'reason', n.supplement #>> '{ground,name}');
	n.ended_why := 'not_supplied';
	return n;
end $$;

create or replace function step_accept(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.received_at := at;
	n.notice_until := (p #>> '{clock,notice}')::timestamptz;
	return n;
end $$;

create or replace function step_extend(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.extensions := n.extensions + 1;
	return n;
end $$;

-- What a partner calls the dossier, if it said so.
create or replace function partner_number(n dossier, p_number text) returns void language plpgsql as $$
begin
	if p_number is not null then
		perform external_id_add('dossier', n.id::text, n.partner_code, p_number);
	end if;
exception when unique_violation then
	perform problem('external-id-taken');
end $$;

create or replace function step_await_partner(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	if not exists (select from procedure_version v, partners_of(v.procedure_code, local_day(at)) x
			where v.id = n.procedure_version_id and x.code = p ->> 'partner') then
		perform problem('partner-unknown');
	end if;
	n.partner_code := p ->> 'partner';
	n.partner_since := at;
	perform partner_number(n, p ->> 'external_id');
	return n;
end $$;

create or replace function step_partner_answered(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	perform partner_number(n, p ->> 'external_id');
	n.partner_code := null;
	n.partner_since := null;
	return n;
end $$;

create or replace function step_request_withdrawal(n dossier, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	n.withdrawal_requested_at := at;
	return n;
end $$;

create or replace function step_decline_withdrawal(n dossier, p jsonb, at timestamptz) returns dossier
language plpgsql as $$
begin
	n.withdrawal_requested_at := null;
	return n;
end $$;

create or replace function step_ask_leader(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.leader_asked_at := at;
	n.leader_asked_by := caller_id();
	return n;
end $$;

-- Whether a unit handles the dossier's procedure or is a part of one that does.
create or replace function unit_handles(d dossier, p_unit text, p_day date) returns boolean language sql stable
begin atomic
	select u.code = d.unit_code or unit_competent(u.code, v.procedure_code, p_day)
		or unit_competent(u.parent_code, v.procedure_code, p_day)
	from unit u cross join procedure_version v where u.code = p_unit and v.id = d.procedure_version_id;
end;

-- Whether a dossier may go to a unit: one that is there, that handles the procedure, or else for a reason, and that has somebody.
create or replace function forward_check(d dossier, p_unit text, p_reason text, p_day date) returns void
language plpgsql stable as $$
begin
	if not exists (select from unit u where u.code = p_unit and in_force(u.valid_from, u.valid_until, p_day)) then
		perform problem('unit-unknown');
	end if;
	if p_reason is null and not coalesce(unit_handles(d, p_unit, p_day), false) then
		perform problem('unit-not-competent');
	end if;
	if not unit_staffed(p_unit) then
		perform problem('unit-without-staff');
	end if;
end $$;

-- To a unit, and perhaps to an officer, who must belong to it. The unit that passed it on may take it back, see act. Where it
-- does not belong the leader is asked, whose queue shows it.
create or replace function step_forward(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	if p ->> 'unit_code' <> n.holder_unit_code then
		perform forward_check(n, p ->> 'unit_code', p ->> 'reason_code', local_day(at));
		if not coalesce(unit_handles(n, p ->> 'unit_code', local_day(at)), false) then
			n := step_ask_leader(n, p, at);
		end if;
		n.sender_unit_code := n.holder_unit_code;
		n.holder_unit_code := p ->> 'unit_code';
	end if;
	n.holder_account_id := (p ->> 'officer_id')::uuid;
	if n.holder_account_id is not null and not exists (select from post held join account a on a.id = held.account_id
			where held.account_id = n.holder_account_id and held.unit_code = n.holder_unit_code
				and held.role in ('officer', 'leader') and post_now(held) and a.closed_at is null) then
		perform problem('action-invalid', 'officer_id');
	end if;
	perform dossier_involve(n.id, n.holder_unit_code);
	return n;
end $$;

create or replace function step_take_back(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.holder_unit_code := n.sender_unit_code;
	n.sender_unit_code := null;
	return n;
end $$;

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

-- The result is handed over where the dossier was received.
create or replace function step_finish(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	perform dossier_attach_results(n, p -> 'upload_ids');
	n.finished_at := at;
	n.holder_account_id := case when n.holder_unit_code = n.unit_code then n.holder_account_id end;
	n.holder_unit_code := n.unit_code;
	return n;
end $$;

create or replace function step_recall(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.finished_at := null;
	return n;
end $$;

create or replace function step_return(n dossier, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
	n.returned_at := at;
	return n;
end $$;
