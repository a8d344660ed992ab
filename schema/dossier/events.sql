-- What happened to a dossier.
-- needs: core/append_only core/caller core/values

create or replace trigger append_only before update or delete on dossier_event for each row execute function append_only();

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

create or replace trigger never_emptied before truncate on dossier_event for each statement execute function append_only();
