-- Telling people: a line in their list, and the worker sends it on by every channel.
-- needs: core/append_only core/values dossier/visible

create or replace trigger append_only before update or delete on notice_template for each row execute function append_only();
create or replace trigger never_emptied before truncate on notice_template for each statement execute function append_only();

-- The same to several.
create or replace function notify_accounts(p_accounts uuid[], p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
declare
	the_template notice_template;
begin
	select * into strict the_template from notice_template t where t.notice = p_notice order by t.id desc limit 1;
	if not p_told ?& the_template.names then
		raise exception using errcode = 'MC002', message = 'a value of the notice ' || p_notice || ' is missing';
	end if;
	with told as (
		insert into notification (id, account_id, dossier_id, template_id, told)
		select uuid_v7(), a, p_dossier, the_template.id, p_told from unnest(p_accounts) a returning id
	)
	insert into outbox (id, topic, subject_id) select uuid_v7(), 'notice', n.id from told n;
end $$;

create or replace function notify_account(p_account uuid, p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
begin
	perform notify_accounts(array[p_account], p_dossier, p_notice, p_told);
end $$;

create or replace function notify_applicants(p_dossier uuid, p_notice text, p_told jsonb) returns void
language plpgsql as $$
begin
	perform notify_accounts(dossier_told_accounts(p_dossier), p_dossier, p_notice, p_told);
end $$;
