-- Days on which units take no new dossiers.
-- needs: catalogue/change catalogue/competent core/values

-- Why and until when the unit takes no dossier of a procedure (null: of any) that day; no row when it does.
create or replace function closure_of(p_unit text, p_procedure text, p_day date, out reason text, out valid_until date)
returns setof record language plpgsql stable as $$
begin
	return query select c.reason, c.valid_until from closure c where closed_by(c, p_unit, p_procedure, p_day)
	order by c.valid_until desc limit 1;
end $$;
grant execute on function closure_of to motcua_api;

-- A closure takes the place of those that share days with it.
create or replace function closure_set(x jsonb) returns jsonb language plpgsql as $$
declare
	before jsonb;
	the_unit text := x ->> 'unit';
	the_procedure text := x ->> 'procedure';
	days daterange := daterange((x ->> 'valid_from')::date, (x ->> 'valid_until')::date);
begin
	select jsonb_agg(jsonb_build_object('valid_from', c.valid_from, 'valid_until', c.valid_until, 'reason', c.reason)
		order by c.valid_from) -> 0 into before
	from closure c where c.unit_code = the_unit and c.procedure_code is not distinct from the_procedure
		and daterange(c.valid_from, c.valid_until) && days;
	if before = x - 'unit' - 'procedure' then
		return null;
	end if;
	delete from closure c where c.unit_code = the_unit and c.procedure_code is not distinct from the_procedure
		and daterange(c.valid_from, c.valid_until) && days;
	insert into closure (id, unit_code, procedure_code, valid_from, valid_until, reason)
	values (uuid_v7(), the_unit, the_procedure, lower(days), upper(days), x ->> 'reason');
	return catalogue_change('closure', concat_ws(' ', the_unit, the_procedure), lower(days), before,
		x - 'unit' - 'procedure');
end $$;
