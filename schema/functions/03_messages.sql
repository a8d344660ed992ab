-- Telling people: a line in their list, and the worker sends it on by mail and SMS.

create or replace function outbox_add(p_topic text, p_subject uuid) returns void language plpgsql as $$
begin
	insert into outbox (id, topic, subject_id) values (uuid_v7(), p_topic, p_subject);
end $$;

create or replace function notify_account(p_account uuid, p_dossier uuid, p_title text, p_body text) returns void
language plpgsql as $$
declare
	the_id uuid := uuid_v7();
begin
	insert into notification (id, account_id, dossier_id, title, body)
	values (the_id, p_account, p_dossier, p_title, p_body);
	perform outbox_add('message', the_id);
end $$;
