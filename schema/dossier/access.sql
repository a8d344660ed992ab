-- Who may touch the tables of dossier. Deny by default: nothing but what stands here.
-- needs: core/caller dossier/visible identity/acting

grant select on dossier_state, dossier_transition to motcua_api, motcua_worker, motcua_readonly;
grant select on dossier, dossier_party, dossier_event, custody, receipt to motcua_citizen, motcua_staff, motcua_worker;
grant select on dossier_document, submission to motcua_citizen, motcua_staff;
grant select on promise, supplement_round, time_entry to motcua_citizen, motcua_staff;

grant select on custody_head to motcua_api;
drop policy if exists everybody on custody_head;
create policy everybody on custody_head for select to motcua_api using (true);

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
drop policy if exists visible on dossier_event;
create policy visible on dossier_event for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on custody;
create policy visible on custody for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on submission;
create policy visible on submission for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on promise;
create policy visible on promise for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on supplement_round;
create policy visible on supplement_round for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on time_entry;
create policy visible on time_entry for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on receipt;
create policy visible on receipt for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
-- Who acts for an applicant whose account is another. A function, so that whoever reads his own need not get a look-up ready
-- that he has no use for: a third of that reading. It is asked of one document by its key, and never of many.
create or replace function caller_acts_for(p_parties uuid[]) returns boolean language plpgsql stable as $$
begin
	return p_parties && caller_parties();
end $$;
grant execute on function caller_acts_for to motcua_citizen, motcua_staff;
drop policy if exists own on dossier_document;
create policy own on dossier_document for select to motcua_citizen, motcua_staff
	using (caller_id() = any (accounts) or caller_acts_for(applicants));
drop policy if exists work on dossier;
create policy work on dossier for select to motcua_worker using (true);
