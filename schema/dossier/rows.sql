-- Rows that a filing writes all in one statement, and others one by one: texts, put in place by the build, see dossier/visible.
-- needs: core/caller core/values

-- An event of a dossier: by whom, as its applicant or not.
-- text: event_insert(p_dossier, p_at, p_kind, p_from, p_note, p_reason, p_by_applicant, p_name)
insert into dossier_event (id, dossier_id, at, kind, from_state, to_state, actor_id, actor_name, actor_role,
	unit_code, reason_code, note)
values (uuid_v7(), p_dossier.id, p_at, p_kind, p_from, p_dossier.state, caller_id(), p_name,
	case when p_by_applicant then 'citizen' else caller_role() end,
	case when not p_by_applicant then p_dossier.holder_unit_code end, p_reason, p_note)
