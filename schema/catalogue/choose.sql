-- What a dossier begins with.
-- needs: core/caller core/values

-- The version in force and the case asked for (or the first); the unit must handle the procedure and be open.
create or replace function procedure_choose(p_code text, p_case text, p_unit text,
	out version_id uuid, out case_code text) language plpgsql stable as $$
declare
	is_open boolean;
	the_level text;
begin
	select v.id, v.level into version_id, the_level from procedure_version v
	where v.procedure_code = p_code and v.effective_until is null and v.effective_from <= local_day(now());
	if not found then
		perform problem('procedure-unknown');
	end if;
	select k.code into case_code from procedure_case k
	where k.version_id = procedure_choose.version_id and (p_case is null or k.code = p_case) order by k.ordinal limit 1;
	if not found then
		perform problem('procedure-unknown');
	end if;
	select up.open into is_open from unit_procedure up where up.procedure_code = p_code and up.unit_code = p_unit;
	if not found then
		perform problem('unit-unknown');
	end if;
	if not is_open or the_level = 'information' then
		perform problem('procedure-closed');
	end if;
end $$;
