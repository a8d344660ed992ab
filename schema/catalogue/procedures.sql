-- Procedures as JSON.
-- needs: catalogue/fees core/caller core/values

create or replace function sector_json(p_code text) returns json language sql stable
return (select json_build_object('code', s.code, 'name', s.name, 'name_en', s.name_en) from sector s where s.code = p_code);
grant execute on function sector_json to motcua_api;

-- A version as a list shows it, with what it costs on a day.
create or replace function procedure_summary_json(v procedure_version, p_day date) returns json language sql stable
return json_build_object(
	'code', v.procedure_code, 'title', v.title, 'title_en', v.title_en, 'summary', v.summary,
	'sector', (select sector_json(p.sector_code) from procedure p where p.code = v.procedure_code),
	'level', v.level, 'decided_by', v.decided_by,
	'time_note', (select c.time_note from procedure_channel c join procedure_case k
		on k.version_id = c.version_id and k.code = c.case_code
		where c.version_id = v.id order by k.ordinal, c.channel = 'online' desc limit 1),
	'fee_from', (select min((select coalesce(sum(fee_least(line, v.form_schema)), 0) from jsonb_array_elements(f.lines) line))
		from procedure_channel c join procedure_fee f on f.procedure_code = v.procedure_code and f.case_code = c.case_code
			and f.channel = c.channel and in_force(f.valid_from, f.valid_until, p_day)
		where c.version_id = v.id));
grant execute on function procedure_summary_json to motcua_api;

create or replace function procedure_json(v procedure_version, p_day date) returns json language sql stable
return json_build_object(
	'code', v.procedure_code, 'title', v.title, 'title_en', v.title_en, 'summary', v.summary,
	'sector', (select sector_json(p.sector_code) from procedure p where p.code = v.procedure_code),
	'level', v.level, 'audience', v.audience, 'unit_kinds', v.unit_kinds, 'decided_by', v.decided_by,
	'legal_basis', v.legal_basis, 'result', v.result, 'note', v.note, 'unconfirmed', v.unconfirmed,
	'version', v.version, 'valid_from', v.valid_from, 'valid_until', v.valid_until, 'checked_on', v.checked_on,
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
				'fees', (select coalesce(jsonb_agg(line || jsonb_build_object('least', fee_least(line, v.form_schema))
						order by n), '[]')
					from jsonb_array_elements(f.lines) with ordinality as fee(line, n)),
				'fees_until', f.valid_until) order by c.channel), '[]')
			from procedure_channel c left join procedure_fee f on f.procedure_code = v.procedure_code
				and f.case_code = c.case_code and f.channel = c.channel and in_force(f.valid_from, f.valid_until, p_day)
			where c.version_id = k.version_id and c.case_code = k.code)) order by k.ordinal)
		from procedure_case k where k.version_id = v.id),
	'exemptions', (select coalesce(json_agg(json_build_object('code', e.code, 'name', e.name, 'name_en', e.name_en,
			'percent', e.percent, 'lines', e.lines, 'proof', e.proof, 'legal_basis', e.legal_basis,
			'valid_until', e.valid_until) order by e.percent desc, e.code), '[]')
		from exemption e where e.procedure_code = v.procedure_code and in_force(e.valid_from, e.valid_until, p_day)),
	'partners', (select coalesce(json_agg(json_build_object('code', p.code, 'name', p.name, 'name_en', p.name_en,
			'time', json_build_object('amount', p.time_amount, 'unit', p.time_unit), 'legal_basis', p.legal_basis,
			'unconfirmed', p.unconfirmed) order by p.code), '[]')
		from partner p where v.procedure_code = any (p.procedures) and in_force(p.valid_from, p.valid_until, p_day)));
grant execute on function procedure_json to motcua_api;

-- All that a document says of a version but its fees, for comparing two of them; null for none.
create or replace function procedure_members(v procedure_version) returns jsonb language plpgsql stable as $$
declare
	said jsonb := procedure_json(v, v.valid_from);
begin
	if v.id is null then
		return null;
	end if;
	return said - '{version,valid_from,valid_until,exemptions,partners}'::text[] || jsonb_build_object(
		'form', jsonb_build_array(v.form_schema, v.form_ui, v.form_example),
		'cases', (select jsonb_agg(jsonb_set(c, '{channels}', (select coalesce(jsonb_agg(x - '{fees,fees_until}'::text[]), '[]')
			from jsonb_array_elements(c -> 'channels') x))) from jsonb_array_elements(said -> 'cases') c));
end $$;

-- A page of the list goes on after the procedure that its cursor names.
create or replace function procedure_cursor(p_cursor text) returns text language plpgsql stable as $$
begin
	if p_cursor is not null and not exists (select from procedure where code = p_cursor) then
		perform problem('bad-cursor');
	end if;
	return p_cursor;
end $$;
grant execute on function procedure_cursor to motcua_api;
