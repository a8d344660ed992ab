-- Telling people: a line in their list, and the worker sends it on by every channel.
-- needs: core/outbox core/values dossier/visible identity/acting vocabulary/notices

create or replace function notify_account(p_account uuid, p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
declare
	the_id uuid := uuid_v7();
begin
	insert into notification (id, account_id, dossier_id, notice, told, title, body)
	select the_id, p_account, p_dossier, p_notice, p_told, t.title, t.body from notice_text(p_notice, 'vi', p_told) t;
	perform outbox_add('notice', the_id);
end $$;

-- All who see to the matter of a dossier's applicants.
create or replace function notify_applicants(p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
declare
	the_account uuid;
begin
	for the_account in select distinct a.account_id from dossier_party r join acting a on a.party_id = r.party_id
		where r.dossier_id = p_dossier and r.role = 'applicant' and relation_now(r) and acting_now(a)
	loop
		perform notify_account(the_account, p_dossier, p_notice, p_told);
	end loop;
end $$;
