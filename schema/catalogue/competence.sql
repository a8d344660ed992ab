-- Who handles what.
-- needs: catalogue/change core/values

-- From a day the unit handles these procedures and no others.
create or replace function competence_set(x jsonb, p_at date) returns jsonb language plpgsql as $$
declare
	the_unit text := x ->> 'unit';
	begins date := coalesce((x ->> 'valid_from')::date, p_at);
	listed text[] := array(select jsonb_array_elements_text(x -> 'procedures') order by 1);
	held text[] := array(select c.procedure_code from competence c
		where c.unit_code = the_unit and in_force(c.valid_from, c.valid_until, begins) order by 1);
begin
	update unit set lists_procedures = true where code = the_unit and not lists_procedures;
	delete from competence c where c.unit_code = the_unit
		and (c.valid_from > begins or c.valid_from = begins and c.procedure_code <> all (listed));
	update competence c set valid_until = begins where c.unit_code = the_unit and c.procedure_code <> all (listed)
		and in_force(c.valid_from, c.valid_until, begins);
	update competence c set valid_until = null where c.unit_code = the_unit and c.procedure_code = any (listed)
		and in_force(c.valid_from, c.valid_until, begins) and c.valid_until is not null;
	insert into competence (unit_code, procedure_code, valid_from)
	select the_unit, code, begins from unnest(listed) code where code <> all (held);
	return catalogue_change('competence', the_unit, begins, jsonb_build_object('procedures', held),
		jsonb_build_object('procedures', listed));
end $$;

-- Units without a list handle the procedures that name their kind: whatever came first, unit or procedure. Returns how many
-- pairs begin or end with it.
create or replace function competence_follow(p_day date) returns bigint language plpgsql as $$
declare
	changed bigint;
	more bigint;
begin
	with fitting as (
		select u.code as unit_code, v.procedure_code, min(greatest(u.valid_from, v.valid_from)) as first_day
		from unit u join procedure_version v on u.kind = any (v.unit_kinds)
		where not u.lists_procedures and (u.valid_until is null or u.valid_until > p_day)
			and (v.valid_until is null or v.valid_until > p_day)
		group by u.code, v.procedure_code
	), began as (
		insert into competence (unit_code, procedure_code, valid_from)
		select f.unit_code, f.procedure_code, case when before.ended is null then f.first_day
			else greatest(f.first_day, before.ended, p_day) end
		from fitting f left join lateral (select max(c.valid_until) as ended from competence c
			where c.unit_code = f.unit_code and c.procedure_code = f.procedure_code) before on true
		where not exists (select from competence c where c.unit_code = f.unit_code and c.procedure_code = f.procedure_code
			and (c.valid_until is null or c.valid_until > p_day))
		returning 1
	)
	select count(*) into changed from began;
	with gone as (
		select c.unit_code, c.procedure_code, c.valid_from from competence c join unit u on u.code = c.unit_code
		where not u.lists_procedures and (c.valid_until is null or c.valid_until > p_day)
			and not exists (select from procedure_version v where v.procedure_code = c.procedure_code
				and u.kind = any (v.unit_kinds) and (v.valid_until is null or v.valid_until > p_day))
	), never_begun as (
		delete from competence c using gone g
		where (c.unit_code, c.procedure_code, c.valid_from) = (g.unit_code, g.procedure_code, g.valid_from)
			and g.valid_from >= p_day
		returning 1
	), ended as (
		update competence c set valid_until = p_day from gone g
		where (c.unit_code, c.procedure_code, c.valid_from) = (g.unit_code, g.procedure_code, g.valid_from)
			and g.valid_from < p_day
		returning 1
	)
	select (select count(*) from never_begun) + (select count(*) from ended) into more;
	return changed + more;
end $$;
