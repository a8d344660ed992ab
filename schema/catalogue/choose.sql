-- What a dossier begins with.
-- needs: catalogue/closures core/caller core/values

-- Whether a unit is there that day, handles the procedure and takes dossiers; if not, a problem says which it is. Asked when a
-- draft begins and again when it is filed.
create or replace function competence_check(p_code text, p_unit text, p_day date) returns void language plpgsql stable as $$
declare
	why_closed text;
begin
	if not exists (select from competence c join unit u on u.code = c.unit_code
			where c.procedure_code = p_code and c.unit_code = p_unit and in_force(c.valid_from, c.valid_until, p_day)
				and in_force(u.valid_from, u.valid_until, p_day)) then
		perform problem('unit-unknown');
	end if;
	select reason into why_closed from closure_of(p_unit, p_code, p_day);
	if why_closed is not null or not exists (select from procedure_version v
			where v.procedure_code = p_code and in_force(v.valid_from, v.valid_until, p_day) and v.level <> 'information') then
		perform problem('procedure-closed', why_closed);
	end if;
end $$;

-- The version in force that day and the case asked for (or the first), for a unit that takes it.
create or replace function procedure_choose(p_code text, p_case text, p_unit text, p_day date,
	out version_id uuid, out case_code text) language plpgsql stable as $$
begin
	select v.id, k.code into version_id, case_code
	from procedure_version v join procedure_case k on k.version_id = v.id and (p_case is null or k.code = p_case)
	where v.procedure_code = p_code and in_force(v.valid_from, v.valid_until, p_day)
	order by k.ordinal limit 1;
	if not found then
		perform problem('procedure-unknown');
	end if;
	perform competence_check(p_code, p_unit, p_day);
end $$;
