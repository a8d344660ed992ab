-- Telling people: a line in their list, and the worker sends it on by every channel.
-- needs: core/outbox core/values dossier/visible identity/acting

create or replace function notify_account(p_account uuid, p_dossier uuid, p_title text, p_body text) returns void
language plpgsql as $$
declare
	the_id uuid := uuid_v7();
begin
	insert into notification (id, account_id, dossier_id, title, body)
	values (the_id, p_account, p_dossier, p_title, p_body);
	perform outbox_add('notice', the_id);
end $$;

-- All who see to the matter of a dossier's applicants.
create or replace function notify_applicants(p_dossier uuid, p_title text, p_body text) returns void
language plpgsql as $$
declare
	the_account uuid;
begin
	for the_account in select distinct a.account_id from dossier_party r join acting a on a.party_id = r.party_id
		where r.dossier_id = p_dossier and r.role = 'applicant' and relation_now(r) and acting_now(a)
	loop
		perform notify_account(the_account, p_dossier, p_title, p_body);
	end loop;
end $$;
