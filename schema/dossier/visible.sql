-- Who may see a dossier.
-- needs: core/caller

create or replace function dossier_visible(p_applicant uuid, p_state text, p_involved text[]) returns boolean
language sql stable parallel safe
return p_applicant = caller_id()
	or (caller_is_staff() and p_state <> 'draft' and p_involved && caller_units());
grant execute on function dossier_visible to motcua_citizen, motcua_staff, motcua_worker;
