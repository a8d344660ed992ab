-- Telling people: a line in their list, and the worker sends it on by every channel.
-- needs: core/append_only core/values dossier/visible notice/template

create or replace trigger append_only before update or delete on notice_template for each row execute function append_only();
create or replace trigger never_emptied before truncate on notice_template for each statement execute function append_only();

-- The same to several. The worker's job has the notice's id: by it is found what has not become messages yet.
create or replace function notify_accounts(p_accounts uuid[], p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
declare
	whole boolean;
begin
	with words as (
		template_in_force(p_notice, p_told)
	), told as (
		insert into notification (id, account_id, dossier_id, template_id, told)
		select uuid_v7(), a, p_dossier, w.id, p_told from words w, unnest(p_accounts) a returning id
	), sent as (
		insert into outbox (id, topic, subject_id) select n.id, 'notice', n.id from told n
	)
	select w.whole into strict whole from words w;
	if not whole then
		perform notice_lacks(p_notice);
	end if;
end $$;

create or replace function notice_lacks(p_notice text) returns void language plpgsql as $$
begin
	raise exception using errcode = 'MC002', message = 'a value of the notice ' || p_notice || ' is missing';
end $$;

create or replace function notify_account(p_account uuid, p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
begin
	perform notify_accounts(array[p_account], p_dossier, p_notice, p_told);
end $$;

create or replace function notify_applicants(p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
declare
	accounts uuid[] := dossier_told_accounts(p_dossier);
begin
	perform notify_accounts(accounts, p_dossier, p_notice, p_told);
end $$;
