-- What is promised with a dossier: rows that end once. In plpgsql, which keeps a plan for the session: a function in SQL that
-- cannot be put in place of its call is planned again each time, 190 us of a filing.
-- needs: core/append_only

create or replace trigger ended_once before update on promise
	for each row when (old.reminded_at is not distinct from new.reminded_at)
	execute function ended_once('ended_at', 'ended_why', 'late_minutes', 'reason_code');
create or replace trigger reminded_once before update on promise
	for each row when (old.reminded_at is distinct from new.reminded_at) execute function ended_once('reminded_at');
create or replace trigger never_deleted before delete on promise for each row execute function append_only();
create or replace trigger never_emptied before truncate on promise for each statement execute function append_only();
create or replace trigger ended_once before update on supplement_round
	for each row execute function ended_once('answered_at', 'cancelled_at');
create or replace trigger never_deleted before delete on supplement_round for each row execute function append_only();
create or replace trigger never_emptied before truncate on supplement_round
	for each statement execute function append_only();

create or replace function promise_make(p_id uuid, p_promised text, p_due timestamptz, p_estimated boolean, p_at timestamptz,
	p_partner text default null) returns void language plpgsql as $$
begin
	insert into promise (dossier_id, number, promised, partner_code, due_at, estimated, made_at)
	select p_id, coalesce(max(p.number), 0) + 1, p_promised, p_partner, p_due, coalesce(p_estimated, false), p_at
	from promise p where p.dossier_id = p_id
	having p_due is not null;
end $$;

create or replace function promise_keep(p_id uuid, p_promised text, p_at timestamptz, p_late integer) returns void
language plpgsql as $$
begin
	update promise set ended_at = p_at, ended_why = 'kept', late_minutes = p_late
	where dossier_id = p_id and promised = p_promised and ended_at is null;
end $$;

-- Another time for what is open of a kind.
create or replace function promise_move(p_id uuid, p_promised text, p_due timestamptz, p_estimated boolean, p_at timestamptz,
	p_why text, p_reason text default null) returns void language plpgsql as $$
begin
	update promise set ended_at = p_at, ended_why = p_why, reason_code = p_reason
	where dossier_id = p_id and promised = p_promised and ended_at is null and due_at <> p_due;
	if found then
		perform promise_make(p_id, p_promised, p_due, p_estimated, p_at);
	end if;
end $$;

-- Nothing is due any more.
create or replace function promises_void(p_id uuid, p_at timestamptz) returns void language plpgsql as $$
begin
	update promise set ended_at = p_at, ended_why = 'void' where dossier_id = p_id and ended_at is null;
end $$;
