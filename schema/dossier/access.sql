-- Who may touch the tables of dossier. Deny by default: nothing but what stands here.
-- needs: core/caller dossier/visible

grant select on dossier_state, dossier_transition to motcua_api, motcua_worker, motcua_readonly;
grant select on dossier, dossier_event, custody, receipt to motcua_citizen, motcua_staff, motcua_worker;
grant select on dossier_document to motcua_citizen, motcua_staff;

drop policy if exists visible on dossier;
create policy visible on dossier for select to motcua_citizen, motcua_staff
	using (dossier_visible(applicant_id, state, involved_units));
drop policy if exists own on dossier_document;
create policy own on dossier_document for select to motcua_citizen, motcua_staff
	using (applicant_id = caller_id());
drop policy if exists visible on dossier_event;
create policy visible on dossier_event for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on custody;
create policy visible on custody for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on receipt;
create policy visible on receipt for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists work on dossier;
create policy work on dossier for select to motcua_worker using (true);
