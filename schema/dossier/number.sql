-- Dossier codes.
-- needs: core/caller core/counter core/values

-- The next dossier code of the dossier's unit today. Runs alone in a transaction that does not wait for the disk:
-- the submission's own commit carries it along (the log is written in order), so a code is never given twice.
create or replace function dossier_number(p_id uuid) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	the_unit text;
begin
	perform set_config('synchronous_commit', 'off', true);
	select d.unit_code into the_unit from dossier d
	where d.id = p_id and d.applicant_id = caller_id() and d.state = 'draft';
	if not found then
		perform problem('wrong-state');
	end if;
	return the_unit || '-' || to_char(local_day(now()), 'YYMMDD') || '-'
		|| lpad(counter_next(the_unit, local_day(now()))::text, 4, '0');
end $$;
grant execute on function dossier_number to motcua_api;
