-- Telling people: a line in their list, and the worker sends it on by every channel.
-- needs: core/outbox core/values

create or replace function notify_account(p_account uuid, p_dossier uuid, p_title text, p_body text) returns void
language plpgsql as $$
declare
	the_id uuid := uuid_v7();
begin
	insert into notification (id, account_id, dossier_id, title, body)
	values (the_id, p_account, p_dossier, p_title, p_body);
	perform outbox_add('notice', the_id);
end $$;
