-- What happened to a dossier.
-- needs: core/append_only core/caller dossier/rows dossier/visible identity/acting vocabulary/reasons vocabulary/steps

create or replace trigger append_only before update or delete on dossier_event for each row execute function append_only();

create or replace function event_add(d dossier, p_at timestamptz, p_kind text, p_from text, p_note text,
	p_reason text default null) returns void
language plpgsql as $$
declare
	by_applicant boolean := caller_is_applicant(d.id);
begin
	event_insert(d, p_at, p_kind, p_from, p_note, p_reason, by_applicant, account_name(caller_id()));
end $$;

-- What was written with an event, as the caller may read it: what the staff write to each other is not for whoever has to do
-- with the dossier as a person, though he be of the staff.
create or replace function event_note(p_dossier uuid, p_kind text, p_note text) returns text language sql stable
return case when not (step_internal(p_kind) and caller_is_party(p_dossier)) then p_note end;
grant execute on function event_note to motcua_citizen, motcua_staff;

-- And why it was, likewise.
create or replace function event_ground(p_dossier uuid, p_kind text, p_reason text, p_at timestamptz) returns jsonb
language sql stable
return case when not (step_internal(p_kind) and caller_is_party(p_dossier)) then reason_at(p_reason, p_at) end;
grant execute on function event_ground to motcua_citizen, motcua_staff;

create or replace trigger never_emptied before truncate on dossier_event for each statement execute function append_only();
