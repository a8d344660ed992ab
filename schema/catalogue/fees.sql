-- What filing costs, by days.
-- needs: catalogue/change

-- The least that one line of a fee list can cost: by the piece, it is the fewest pieces that the form lets one ask for.
create or replace function fee_least(p_fee jsonb, p_form jsonb) returns bigint language sql immutable
return (p_fee ->> 'amount')::bigint * case when p_fee ->> 'per' = 'quantity'
	then coalesce((p_form #>> array['properties', p_fee ->> 'quantity_field', 'minimum'])::bigint, 0) else 1 end;
grant execute on function fee_least to motcua_api;

-- Sets the lines of a case and channel from a day. Without an end they hold until the next that is stored already; with one,
-- what held before holds again afterwards.
create or replace function fee_set(x jsonb) returns jsonb language plpgsql as $$
declare
	the_procedure text := x ->> 'procedure';
	the_case text := x ->> 'case';
	the_channel text := x ->> 'channel';
	begins date := (x ->> 'valid_from')::date;
	ends date := (x ->> 'valid_until')::date;
	before jsonb;
	old procedure_fee;
begin
	if ends is null then
		select min(f.valid_from) into ends from procedure_fee f where f.procedure_code = the_procedure
			and f.case_code = the_case and f.channel = the_channel and f.valid_from > begins;
	end if;
	select jsonb_build_object('lines', f.lines) into before from procedure_fee f where f.procedure_code = the_procedure
		and f.case_code = the_case and f.channel = the_channel and f.valid_from <= begins
		and (f.valid_until is null or f.valid_until > begins and (f.valid_until >= ends or ends is null));
	if before -> 'lines' = x -> 'lines' then
		return null;
	end if;
	for old in delete from procedure_fee f where f.procedure_code = the_procedure and f.case_code = the_case
			and f.channel = the_channel and daterange(f.valid_from, f.valid_until) && daterange(begins, ends) returning f.* loop
		if old.valid_from < begins then
			insert into procedure_fee values (the_procedure, the_case, the_channel, old.valid_from, begins, old.lines);
		end if;
		if old.valid_until is null and ends is not null or old.valid_until > ends then
			insert into procedure_fee values (the_procedure, the_case, the_channel, ends, old.valid_until, old.lines);
		end if;
	end loop;
	insert into procedure_fee values (the_procedure, the_case, the_channel, begins, ends, x -> 'lines');
	return catalogue_change('fees', concat_ws(' ', the_procedure, the_case, the_channel), begins, before,
		jsonb_build_object('lines', x -> 'lines'));
end $$;
