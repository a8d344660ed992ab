-- What holds for every dossier whoever writes: steps of the table alone, units and a case that exist, versions that rise,
-- a code that stays, nothing typed that outlives the filling in.
-- needs: core/append_only core/caller dossier/visible vocabulary/states

-- What the guard looks up stays, see the table dossier.
create or replace trigger never_deleted before delete on unit for each row execute function append_only();
create or replace trigger never_deleted before delete on procedure_case for each row execute function append_only();

create or replace function dossier_guard() returns trigger language plpgsql as $$
declare
	step dossier_transition;
begin
	if tg_op = 'INSERT' and new.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	if new.id <> old.id or new.channel <> old.channel or (old.code is not null and new.code is distinct from old.code)
			or (old.submitted_at is not null and new.submitted_at is distinct from old.submitted_at) then
		perform problem('wrong-state', 'code, channel and time of submission stay');
	end if;
	if tg_op = 'INSERT' then
		return new;
	end if;
	if new.state <> old.state then
		select * into step from dossier_transition t where t.from_state = old.state and t.to_state = new.state;
		if not found or (step.resumes and new.state is distinct from old.resume_state) then
			perform problem('wrong-state');
		end if;
		if not step.by_applicant then
			if caller_is_applicant(old.id) then
				perform problem('forbidden');
			end if;
		end if;
		new.typed := '{}';
		new.previous_state := old.state;
		new.resume_state := case when new.state in ('supplement_requested', 'payment_requested') then old.state end;
		if new.state <> 'supplement_requested' then
			new.supplement := null;
		end if;
		if new.state <> 'payment_requested' then
			new.pay_until := null;
		end if;
		if state_ended(new.state) then
			new.withdrawal_requested_at := null;
		end if;
	else
		new.previous_state := old.previous_state;
		new.resume_state := old.resume_state;
	end if;
	-- What was composed of the dossier before, see dossier_compose_and_keep.
	if old.state <> 'draft' then
		delete from dossier_document k where k.dossier_id = old.id;
	end if;
	if old.state = 'draft' then
		new.filled_seconds := old.filled_seconds + least(600, extract(epoch from clock_timestamp() - old.updated_at)::integer);
	end if;
	new.version := old.version + 1;
	new.updated_at := clock_timestamp();
	return new;
end $$;

-- What was filed stays, and with it what is told of it without a foreign key.
create or replace function dossier_stays() returns trigger language plpgsql as $$
begin
	if old.state <> 'draft' then
		raise exception using errcode = 'MC002', message = 'delete of a filed dossier is refused';
	end if;
	return old;
end $$;
create or replace trigger dossier_stays before delete on dossier for each row execute function dossier_stays();
create or replace trigger never_emptied before truncate on dossier for each statement execute function append_only();

create or replace trigger dossier_guard before insert or update on dossier
	for each row execute function dossier_guard();

-- What a dossier names is there; asked where that changes. Triggers fire in the order of their names.
create or replace function dossier_names() returns trigger language plpgsql as $$
declare
	missing text;
begin
	if (new.unit_code, new.procedure_version_id, new.case_code)
			is distinct from (old.unit_code, old.procedure_version_id, old.case_code) then
		missing := case when not exists (select from unit u where u.code = new.unit_code) then 'its unit exists'
			when not exists (select from procedure_case c where c.version_id = new.procedure_version_id
				and c.code = new.case_code) then 'its procedure has the case' end;
	end if;
	if new.holder_unit_code is distinct from old.holder_unit_code and new.holder_unit_code <> new.unit_code then
		missing := coalesce(missing, case when not exists (select from unit u where u.code = new.holder_unit_code)
			then 'its holder exists' end);
	end if;
	if new.intake_unit_code is distinct from old.intake_unit_code and new.intake_unit_code <> new.unit_code then
		missing := coalesce(missing, case when not exists (select from unit u where u.code = new.intake_unit_code)
			then 'its intake unit exists' end);
	end if;
	if old.state = 'draft' and new.state <> 'draft' or new.code is distinct from old.code then
		missing := coalesce(missing, case
			when not exists (select from dossier_party r where r.dossier_id = new.id and r.role = 'applicant' and relation_now(r))
				then 'it has an applicant'
			when not exists (select from dossier_code k where k.code = new.code and k.dossier_id = new.id)
				then 'its code was given to it' end);
	end if;
	if missing is not null then
		-- A code is given without waiting for the disk: a database that takes over may lack it, and whoever asks again gets one.
		raise exception using errcode = case when missing = 'its code was given to it' then '58000' else '23503' end,
			message = 'dossier violates that ' || missing;
	end if;
	return new;
end $$;
create or replace trigger dossier_names before insert or update of unit_code, procedure_version_id, case_code, holder_unit_code,
	intake_unit_code, state, code on dossier for each row execute function dossier_names();

-- What each state asks of a dossier, once the guard is done. What concerns few is asked of those alone, as PostgreSQL gets an
-- expression ready as a whole, however early its answer is known.
create or replace function dossier_whole() returns trigger language plpgsql as $$
declare
	broken text;
begin
	if new.state = 'draft' then
		broken := case
			when not (new.code is null and new.submitted_at is null and new.submission_number = 0
				and new.previous_state is null and new.holder_unit_code is null and new.booked_until is null)
				then 'a draft is not filed'
			when new.intake_unit_code is null and new.channel <> 'online' then 'a unit took it in' end;
	else
		broken := case
			when new.code is null or new.submitted_at is null or new.submission_number = 0
				or new.previous_state is null or new.holder_unit_code is null or new.booked_until is null
				or new.step_due_at is null then 'it is filed'
			when new.intake_unit_code is null then 'a unit took it in'
			when new.return_address is null and new.return_channel = 'post' then 'post has an address'
			when new.typed <> '{}' and new.state <> 'supplement_requested' then 'nothing is typed into what is filed' end;
	end if;
	if broken is null and new.state not in ('draft', 'registered') then
		broken := case
			when new.state in ('received', 'processing', 'finished', 'returned') and new.received_at is null
				then 'it was received'
			when new.state in ('finished', 'returned') and new.finished_at is null then 'it was finished'
			when new.state in ('rejected', 'stopped') and new.ground is null then 'a refusal has a ground'
			when new.fee_state = 'due' and state_ended(new.state) then 'nothing is due at its end' end;
	end if;
	if broken is null and (new.resume_state is not null or new.supplement is not null or new.pay_until is not null
			or new.state in ('supplement_requested', 'payment_requested')) then
		broken := case
			when (new.state in ('supplement_requested', 'payment_requested')) <> (new.resume_state is not null)
				then 'what is asked for leads back'
			when new.resume_state not in ('registered', 'received', 'processing', 'finished')
				then 'it leads back to where work goes on'
			when (new.state = 'supplement_requested') <> (new.supplement is not null) then 'a supplement is asked for'
			when (new.state = 'payment_requested') <> (new.pay_until is not null) then 'a payment is asked for' end;
	end if;
	if broken is null and (new.partner_code is not null or new.partner_since is not null) then
		broken := case
			when (new.partner_code is null) <> (new.partner_since is null) then 'one waits for a partner since a moment'
			when new.state not in ('received', 'processing', 'supplement_requested', 'payment_requested')
				then 'a partner is waited for while somebody works' end;
	end if;
	broken := coalesce(broken, case
		when not (jsonb_typeof(new.applicant) = 'object' and jsonb_typeof(new.answers) = 'object'
			and jsonb_typeof(new.typed) = 'object') then 'applicant, answers and what is typed are objects'
		when (new.leader_asked_at is null) <> (new.leader_asked_by is null) then 'somebody asks a leader'
		when (new.state = 'returned') <> (new.returned_at is not null) then 'it was returned'
		when new.ended_why is not null and new.state <> 'stopped' then 'only what was stopped says why it ended' end);
	if broken is not null then
		raise check_violation using message = 'dossier violates that ' || broken;
	end if;
	return new;
end $$;
create or replace trigger dossier_whole before insert or update on dossier
	for each row execute function dossier_whole();
