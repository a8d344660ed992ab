-- What a dossier begins with.
-- needs: catalogue/closures core/caller core/values

-- The version in force that day and the case asked for (or the first); the unit must be there, handle the procedure and
-- take dossiers.
create or replace function procedure_choose(p_code text, p_case text, p_unit text, p_day date,
	out version_id uuid, out case_code text) language plpgsql stable as $$
declare
	the_level text;
	why_closed text;
begin
	select v.id, v.level into version_id, the_level from procedure_version v
	where v.procedure_code = p_code and in_force(v.valid_from, v.valid_until, p_day);
	if not found then
		perform problem('procedure-unknown');
	end if;
	select k.code into case_code from procedure_case k
	where k.version_id = procedure_choose.version_id and (p_case is null or k.code = p_case) order by k.ordinal limit 1;
	if not found then
		perform problem('procedure-unknown');
	end if;
	if not exists (select from competence c join unit u on u.code = c.unit_code
			where c.procedure_code = p_code and c.unit_code = p_unit and in_force(c.valid_from, c.valid_until, p_day)
				and in_force(u.valid_from, u.valid_until, p_day)) then
		perform problem('unit-unknown');
	end if;
	select reason into why_closed from closure_of(p_unit, p_code, p_day);
	if why_closed is not null or the_level = 'information' then
		perform problem('procedure-closed', why_closed);
	end if;
end $$;
