-- Procedures as JSON.
-- needs: core/caller

create or replace function sector_json(p_code text) returns json language sql stable
return (select json_build_object('code', s.code, 'name', s.name, 'name_en', s.name_en) from sector s where s.code = p_code);
grant execute on function sector_json to motcua_api;

-- The least that one line of a fee list can cost: by the piece, it is the fewest pieces that the form lets one ask for.
create or replace function fee_least(p_fee jsonb, p_form jsonb) returns bigint language sql immutable
return (p_fee ->> 'amount')::bigint * case when p_fee ->> 'per' = 'quantity'
	then coalesce((p_form #>> array['properties', p_fee ->> 'quantity_field', 'minimum'])::bigint, 0) else 1 end;
grant execute on function fee_least to motcua_api;

create or replace function procedure_summary_json(v procedure_version) returns json language sql stable
return json_build_object(
	'code', v.procedure_code, 'title', v.title, 'title_en', v.title_en, 'summary', v.summary,
	'sector', (select sector_json(p.sector_code) from procedure p where p.code = v.procedure_code),
	'level', v.level, 'decided_by', v.decided_by,
	'time_note', (select c.time_note from procedure_channel c join procedure_case k
		on k.version_id = c.version_id and k.code = c.case_code
		where c.version_id = v.id order by k.ordinal, c.channel = 'online' desc limit 1),
	'fee_from', (select min((select coalesce(sum(fee_least(fee, v.form_schema)), 0) from jsonb_array_elements(c.fees) fee))
		from procedure_channel c where c.version_id = v.id));
grant execute on function procedure_summary_json to motcua_api;

create or replace function procedure_json(v procedure_version) returns json language sql stable
return json_build_object(
	'code', v.procedure_code, 'title', v.title, 'title_en', v.title_en, 'summary', v.summary,
	'sector', (select sector_json(p.sector_code) from procedure p where p.code = v.procedure_code),
	'level', v.level, 'audience', v.audience, 'unit_kinds', v.unit_kinds, 'decided_by', v.decided_by,
	'legal_basis', v.legal_basis, 'result', v.result, 'note', v.note, 'unconfirmed', v.unconfirmed,
	'version', v.version, 'effective_from', v.effective_from, 'checked_on', v.checked_on,
	'cases', (select json_agg(json_build_object(
		'code', k.code, 'title', k.title, 'steps', k.steps,
		'components', (select coalesce(json_agg(json_build_object(
				'code', c.code, 'name', c.name, 'required', c.required, 'bring', c.bring,
				'originals', c.originals, 'copies', c.copies,
				'accepts', c.accepts, 'max_files', c.max_files, 'hint', c.hint) order by c.ordinal), '[]')
			from procedure_component c where c.version_id = k.version_id and c.case_code = k.code),
		'channels', (select coalesce(json_agg(json_build_object(
				'channel', c.channel,
				'time', json_build_object('amount', c.time_amount, 'unit', c.time_unit, 'cutoff', c.time_cutoff),
				'time_note', c.time_note,
				'fees', (select coalesce(jsonb_agg(fee || jsonb_build_object('least', fee_least(fee, v.form_schema))
						order by n), '[]')
					from jsonb_array_elements(c.fees) with ordinality as line(fee, n))) order by c.channel), '[]')
			from procedure_channel c where c.version_id = k.version_id and c.case_code = k.code)) order by k.ordinal)
		from procedure_case k where k.version_id = v.id));
grant execute on function procedure_json to motcua_api;

-- A page of the list goes on after the procedure that its cursor names.
create or replace function procedure_cursor(p_cursor text) returns text language plpgsql stable as $$
begin
	if p_cursor is not null and not exists (select from procedure where code = p_cursor) then
		perform problem('bad-cursor');
	end if;
	return p_cursor;
end $$;
grant execute on function procedure_cursor to motcua_api;
