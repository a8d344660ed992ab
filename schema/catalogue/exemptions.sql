-- Who pays less, by days.
-- needs: catalogue/change core/values

-- From its day on it takes the place of what the code meant for the procedure before.
create or replace function exemption_set(x jsonb) returns jsonb language plpgsql as $$
declare
	begins date := (x ->> 'valid_from')::date;
	before exemption;
	after exemption;
begin
	-- the last that began by then: they share no days (exemption_apart)
	select * into before from (select * from exemption e where e.procedure_code = x ->> 'procedure' and e.code = x ->> 'code'
		and e.valid_from <= begins order by e.valid_from desc limit 1) last
	where in_force(last.valid_from, last.valid_until, begins);
	delete from exemption e where e.procedure_code = x ->> 'procedure' and e.code = x ->> 'code' and e.valid_from >= begins;
	update exemption e set valid_until = begins where e.procedure_code = before.procedure_code and e.code = before.code
		and e.valid_from = before.valid_from;
	insert into exemption (procedure_code, code, valid_from, valid_until, name, name_en, percent, lines, proof, legal_basis)
	values (x ->> 'procedure', x ->> 'code', begins, (x ->> 'valid_until')::date, x ->> 'name', x ->> 'name_en',
		(x ->> 'percent')::integer,
		case when x ? 'lines' then array(select jsonb_array_elements_text(x -> 'lines')) end, x -> 'proof', x ->> 'legal_basis')
	returning * into after;
	return catalogue_change('exemption', concat_ws(' ', after.procedure_code, after.code), begins,
		case when before.code is not null then to_jsonb(before) - 'valid_from' end, to_jsonb(after) - 'valid_from');
end $$;
