-- Who may touch the tables of dossier. Deny by default: nothing but what stands here.
-- needs: core/caller dossier/visible identity/acting

grant select on dossier_state, dossier_transition to motcua_api, motcua_worker, motcua_readonly;
grant select on dossier, dossier_party, dossier_event, custody, receipt to motcua_citizen, motcua_staff, motcua_worker;
grant select on dossier_document, submission to motcua_citizen, motcua_staff;
grant select on promise, supplement_round, time_entry to motcua_citizen, motcua_staff;

-- Of these rows everybody sees those about himself or his unit, and by them the dossiers: no more need be asked there.
drop policy if exists own on dossier_party;
create policy own on dossier_party for select to motcua_citizen, motcua_staff
	using (relation_now(dossier_party) and party_id = any (caller_parties()));
drop policy if exists involved on dossier_party;
create policy involved on dossier_party for select to motcua_staff
	using (relation_now(dossier_party) and relation_of_unit(dossier_party));
drop policy if exists visible on dossier;
create policy visible on dossier for select to motcua_citizen, motcua_staff
	using (exists (select from dossier_party r where r.dossier_id = dossier.id));
-- What belongs to a dossier is seen with it.
do $$
declare
	part text;
begin
	foreach part in array '{dossier_event,custody,submission,promise,supplement_round,time_entry,receipt}'::text[] loop
		execute format('drop policy if exists visible on %I', part);
		execute format('create policy visible on %I for select to motcua_citizen, motcua_staff
			using (exists (select from dossier d where d.id = dossier_id))', part);
	end loop;
end $$;
drop policy if exists own on dossier_document;
create policy own on dossier_document for select to motcua_citizen, motcua_staff
	using (caller_id() = any (accounts) or applicants && caller_parties());
drop policy if exists work on dossier;
create policy work on dossier for select to motcua_worker using (true);
