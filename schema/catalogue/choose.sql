-- What a dossier begins with.
-- needs: catalogue/competent core/caller core/values identity/posts vocabulary/notes

-- Which unit serves in place of one that has nobody: the nearest above it that handles the procedure and has somebody. Null:
-- there is none.
create or replace function unit_serving(p_unit text, p_code text, p_day date) returns text language sql stable as $$
	with recursive above as (
		select u.parent_code as code, 1 as steps from unit u where u.code = p_unit
		union all select u.parent_code, a.steps + 1 from above a join unit u on u.code = a.code
	)
	select u.name from above a join unit u on u.code = a.code
	where in_force(u.valid_from, u.valid_until, p_day) and unit_staffed(u.code) and unit_competent(u.code, p_code, p_day)
	order by a.steps limit 1
$$;

-- Whether a unit takes dossiers of a procedure that day, which unit_takes decides; if not, a problem says what is missing. Asked
-- when a draft begins, and when it is filed if its own version is not taken.
create or replace function unit_check_takes(p_code text, p_unit text, p_day date) returns boolean language plpgsql stable as $$
declare
	handled boolean;
	open boolean;
	staffed boolean;
	why_closed text;
begin
	if exists (select from unit u, procedure_version v
			where u.code = p_unit and v.procedure_code = p_code and unit_takes(u, v, p_day)) then
		return true;
	end if;
	select unit_competent(p_unit, p_code, p_day)
			and exists (select from unit u where u.code = p_unit and in_force(u.valid_from, u.valid_until, p_day)),
		exists (select from procedure_version v
			where v.procedure_code = p_code and in_force(v.valid_from, v.valid_until, p_day) and v.level <> 'information'),
		unit_staffed(p_unit),
		(select c.reason from closure c where closed_by(c, p_unit, p_code, p_day) order by c.valid_until desc limit 1)
	into handled, open, staffed, why_closed;
	if not handled then
		perform problem('unit-unknown');
	elsif open and why_closed is null and not staffed then
		perform problem('unit-without-staff', note_text('served_by',
			jsonb_build_object('unit', unit_serving(p_unit, p_code, p_day))));
	end if;
	perform problem('procedure-closed', why_closed);
	return false;
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
	perform unit_check_takes(p_code, p_unit, p_day);
end $$;
