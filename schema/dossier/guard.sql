-- What holds for every dossier whoever writes: steps of the table alone, units and a case that exist, versions that rise,
-- a code that stays, nothing typed that outlives the filling in.
-- needs: core/append_only core/caller

-- What the guard looks up stays, see the table dossier.
create or replace trigger never_deleted before delete on unit for each row execute function append_only();
create or replace trigger never_deleted before delete on procedure_case for each row execute function append_only();

create or replace function dossier_guard() returns trigger language plpgsql as $$
declare
	step dossier_transition;
begin
	if tg_op = 'INSERT' or (new.unit_code, new.procedure_version_id, new.case_code)
			is distinct from (old.unit_code, old.procedure_version_id, old.case_code) then
		if not exists (select from unit u where u.code = new.unit_code) then
			raise foreign_key_violation using message = 'dossier violates that its unit exists';
		end if;
		if not exists (select from procedure_case c where c.version_id = new.procedure_version_id and c.code = new.case_code) then
			raise foreign_key_violation using message = 'dossier violates that its procedure has the case';
		end if;
	end if;
	if new.holder_unit_code is distinct from old.holder_unit_code and new.holder_unit_code <> new.unit_code then
		if not exists (select from unit u where u.code = new.holder_unit_code) then
			raise foreign_key_violation using message = 'dossier violates that its holder exists';
		end if;
	end if;
	if tg_op = 'INSERT' then
		if new.state <> 'draft' then
			perform problem('wrong-state');
		end if;
		return new;
	end if;
	if (old.code is not null and new.code is distinct from old.code) or new.applicant_id <> old.applicant_id
			or new.id <> old.id or (old.submitted_at is not null and new.submitted_at is distinct from old.submitted_at) then
		perform problem('wrong-state', 'code, applicant and time of submission stay');
	end if;
	if new.code is distinct from old.code then
		if not exists (select from dossier_code k where k.code = new.code and k.dossier_id = new.id) then
			raise foreign_key_violation using message = 'dossier violates that its code was given to it';
		end if;
	end if;
	if new.state <> old.state then
		select * into step from dossier_transition t where t.from_state = old.state and t.to_state = new.state;
		if not found or (step.resumes and new.state is distinct from old.resume_state) then
			perform problem('wrong-state');
		end if;
		if not step.by_applicant and caller_id() = old.applicant_id then
			perform problem('forbidden');
		end if;
		new.typed := '{}';
		new.previous_state := old.state;
		new.resume_state := case when new.state in ('supplement_requested', 'payment_requested') then old.state end;
		if new.state <> 'supplement_requested' then
			new.supplement := null;
		end if;
		if exists (select from dossier_state s where s.state = new.state and s.terminal) then
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
