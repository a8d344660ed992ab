-- Dossier codes.
-- needs: core/append_only core/caller core/idempotency core/numbers core/values dossier/visible identity/most identity/quotas

create or replace trigger append_only before update or delete on dossier_code for each row execute function append_only();
create or replace trigger never_emptied before truncate on dossier_code for each statement execute function append_only();

create or replace function dossier_code_whole() returns trigger language plpgsql as $$
begin
	if new.code !~ '^([A-Z]\d{2}(\.\d{1,3}){0,4}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-(\d{6}|\d{8})-\d{4,7}$' then
		raise check_violation using message = 'no code of a dossier looks like this';
	end if;
	return new;
end $$;
create or replace trigger whole before insert on dossier_code for each row execute function dossier_code_whole();

-- The code under which a draft will be filed today: one is given to a dossier, unit and day, however often it is asked for,
-- so that neither a double submission nor one that was refused and tried again uses up another. What is left are gaps of
-- submissions that failed after they had got their code (the program died, the draft was changed meanwhile) and were not
-- tried again on that day with that unit; their codes stand in dossier_code alone.
-- Runs in a transaction of its own that does not wait for the disk, so that a busy unit never queues behind a commit: the
-- submission's own commit carries it along (the log is written in order), so a code is never given twice.
-- p_key: under which the request's reply will be kept, if it has one.
drop function if exists dossier_number(uuid);
create or replace function dossier_number(p_id uuid, p_key text default null) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	today date := local_day(now());
	the_unit text;
	the_code text;
	key_used boolean;
	how text;
	most bigint;
	remain bigint;
begin
	how := set_config('synchronous_commit', 'off', true); -- nothing here is performed: that takes the executor a start
	-- The lock lets one submission of a dossier at a time ask.
	select d.unit_code, exists (select from idempotency_key k where k.account_id = idempotency_scope() and k.key = p_key),
		quota_of('filings_a_day')
	into the_unit, key_used, most
	from dossier d where d.id = p_id and caller_fills_in(d) and d.state = 'draft' for no key update of d;
	if not found then
		perform problem('wrong-state');
	end if;
	if key_used then
		perform problem('idempotency-in-progress');
	end if;
	select k.code into the_code from dossier_code k
	where k.dossier_id = p_id and starts_with(k.code, number_prefix(the_unit, today));
	if not found then
		remain := quota_use('filings_a_day', most, 'too-many-filings');
		the_code := number_next(the_unit, 'dossier', today);
		insert into dossier_code (code, dossier_id) values (the_code, p_id);
	end if;
	return the_code;
end $$;
grant execute on function dossier_number to motcua_citizen, motcua_staff;
