-- What holds for every dossier whoever writes: steps of the table alone, versions that rise, a code that stays.

create or replace function dossier_visible(p_applicant uuid, p_state text, p_involved text[]) returns boolean
language sql stable parallel safe
return p_applicant = caller_id()
	or (caller_is_staff() and p_state <> 'draft' and p_involved && caller_units());

-- A unit's officers see what it held (code), the leaders of a unit see also what its sub-units held (code/*).
create or replace function unit_and_above(p_code text) returns text[] language plpgsql stable as $$
declare
	codes text[] := array[p_code];
	the_code text := p_code;
begin
	while the_code is not null loop
		codes := codes || (the_code || '/*');
		select u.parent_code into the_code from unit u where u.code = the_code;
	end loop;
	return codes;
end $$;

create or replace function units_below(p_units text[]) returns text[] language plpgsql stable as $$
begin
	if not exists (select from unnest(p_units) p where p like '%/*') then
		return p_units;
	end if;
	return (with recursive below as (
			select left(p, -2) as code from unnest(p_units) p where p like '%/*'
			union select u.code from unit u join below b on u.parent_code = b.code
		)
		select array_agg(code) from (select code from below union select p from unnest(p_units) p where p not like '%/*') codes);
end $$;

create or replace function dossier_guard() returns trigger language plpgsql as $$
declare
	step dossier_transition;
begin
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
	if new.state <> old.state then
		select * into step from dossier_transition t where t.from_state = old.state and t.to_state = new.state;
		if not found or (step.resumes and new.state is distinct from old.resume_state) then
			perform problem('wrong-state');
		end if;
		if not step.by_applicant and caller_id() = old.applicant_id then
			perform problem('forbidden');
		end if;
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

create or replace trigger dossier_guard before insert or update on dossier
	for each row execute function dossier_guard();

-- Rows of these tables are written once.
create or replace function append_only() returns trigger language plpgsql as $$
begin
	raise exception using errcode = 'MC002', message = tg_table_name || ' is append-only';
end $$;

create or replace trigger append_only before update or delete on custody for each row execute function append_only();
create or replace trigger append_only before update or delete on dossier_event for each row execute function append_only();
create or replace trigger append_only before update or delete on receipt for each row execute function append_only();
create or replace trigger append_only before update or delete on ledger_entry for each row execute function append_only();
create or replace trigger append_only before update or delete on ledger_line for each row execute function append_only();

-- Debits and credits of an entry must balance when the transaction commits. Runs then, as whoever commits: hence definer.
create or replace function ledger_balanced() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if (select coalesce(sum(l.amount), 0) <> 0 or count(*) < 2 from ledger_line l
			where l.entry_id = case when tg_table_name = 'ledger_entry' then (to_jsonb(new) ->> 'id')::uuid
				else (to_jsonb(new) ->> 'entry_id')::uuid end) then
		raise exception using errcode = 'MC002', message = 'the ledger entry does not balance';
	end if;
	return null;
end $$;

do $$ begin
	if not exists (select from pg_trigger where tgname = 'ledger_line_balanced') then
		create constraint trigger ledger_line_balanced after insert on ledger_line
			deferrable initially deferred for each row execute function ledger_balanced();
		create constraint trigger ledger_entry_balanced after insert on ledger_entry
			deferrable initially deferred for each row execute function ledger_balanced();
	end if;
end $$;

-- What the applicant may do with the dossier now.
create or replace function applicant_actions(d dossier) returns text[] language plpgsql immutable as $$
declare
	actions text[] := '{}';
begin
	if d.state = 'supplement_requested' then
		actions := actions || 'supply'::text;
	end if;
	if d.state in ('registered', 'received', 'processing', 'supplement_requested', 'payment_requested')
			and d.withdrawal_requested_at is null then
		actions := actions || 'request_withdrawal'::text;
	end if;
	return actions;
end $$;

-- What the caller may do with the dossier now. The one place: the desk shows it, dossier_act asks it.
create or replace function dossier_actions(d dossier) returns text[] language plpgsql stable as $$
declare
	actions text[] := '{}';
	open boolean := d.state in ('registered', 'received', 'processing', 'supplement_requested', 'payment_requested');
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
		if open or d.state = 'finished' then
			actions := actions || 'take_cash'::text;
		end if;
	end if;
	return actions;
end $$;

-- The next link of the chain: SHA-256 over the link before and this hand-over.
create or replace function custody_add(d dossier, p_at timestamptz) returns void language plpgsql as $$
declare
	before custody;
	link custody;
begin
	select * into before from custody c where c.dossier_id = d.id order by sequence desc limit 1;
	link := (d.id, coalesce(before.sequence, 0) + 1, d.holder_unit_code, d.holder_account_id,
		(select a.full_name from account a where a.id = d.holder_account_id), d.state, p_at, d.step_due_at, '');
	link.hash := encode(sha256(convert_to(concat_ws('|', coalesce(before.hash, repeat('0', 64)), link.dossier_id,
		link.sequence, link.unit_code, coalesce(link.officer_id::text, ''), link.state, iso_time(link.since),
		coalesce(iso_time(link.until), '')), 'UTF8')), 'hex');
	insert into custody select link.*;
end $$;

create or replace function event_add(d dossier, p_at timestamptz, p_kind text, p_from text, p_note text) returns void
language plpgsql as $$
begin
	insert into dossier_event (id, dossier_id, at, kind, from_state, to_state, actor_id, actor_name, actor_role,
		unit_code, note)
	values (uuid_v7(), d.id, p_at, p_kind, p_from, d.state, caller_id(),
		(select a.full_name from account a where a.id = caller_id()),
		case when caller_id() = d.applicant_id then 'citizen' else caller_role() end,
		case when caller_id() is distinct from d.applicant_id then d.holder_unit_code end, p_note);
end $$;
