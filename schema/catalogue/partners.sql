-- The systems and offices of others that procedures wait for, by days.
-- needs: catalogue/change core/values

-- Those that a procedure may wait for on a day.
create or replace function partners_of(p_procedure text, p_day date) returns setof partner language sql stable as $$
	select p.* from partner p where p_procedure = any (p.procedures) and in_force(p.valid_from, p.valid_until, p_day)
	order by p.code
$$;

-- What a partner is called, or was last.
create or replace function partner_name(p_code text) returns text language plpgsql stable as $$
begin
	return (select p.name from partner p where p.code = p_code order by p.valid_from desc limit 1);
end $$;

create or replace function partner_json(p_code text) returns json language plpgsql stable as $$
begin
	return (select json_build_object('code', p.code, 'name', p.name, 'name_en', p.name_en)
		from partner p where p.code = p_code order by p.valid_from desc limit 1);
end $$;

-- From its day on it takes the place of what was said of the partner before.
create or replace function partner_set(x jsonb) returns jsonb language plpgsql as $$
declare
	begins date := (x ->> 'valid_from')::date;
	before partner;
	after partner;
begin
	select * into before from partner p where p.code = x ->> 'code' and in_force(p.valid_from, p.valid_until, begins);
	delete from partner p where p.code = x ->> 'code' and p.valid_from >= begins;
	update partner p set valid_until = begins where p.code = x ->> 'code' and in_force(p.valid_from, p.valid_until, begins);
	insert into partner (code, valid_from, valid_until, name, name_en, time_amount, time_unit, procedures, legal_basis,
		unconfirmed)
	values (x ->> 'code', begins, (x ->> 'valid_until')::date, x ->> 'name', x ->> 'name_en',
		(x #>> '{time,amount}')::integer, x #>> '{time,unit}', array(select jsonb_array_elements_text(x -> 'procedures')),
		x ->> 'legal_basis', array(select jsonb_array_elements_text(x -> 'unconfirmed')))
	returning * into after;
	return catalogue_change('partner', after.code, begins,
		case when before.code is not null then to_jsonb(before) - 'valid_from' end, to_jsonb(after) - 'valid_from');
end $$;
