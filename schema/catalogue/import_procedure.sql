-- Importing procedures: a changed one becomes a new version.
-- needs: core/fold core/values

-- A changed procedure becomes a new version in force from today; dossiers keep the version they began with.
-- Returns whether anything changed.
create or replace function import_procedure(p jsonb) returns boolean language plpgsql as $$
declare
	the_code text := p ->> 'code';
	the_hash text := encode(sha256(convert_to(p::text, 'UTF8')), 'hex');
	before procedure_version;
	the_id uuid := uuid_v7();
	k record;
begin
	insert into sector (code, name, name_en) values (p #>> '{sector,code}', p #>> '{sector,name}', p #>> '{sector,name_en}')
	on conflict (code) do update set name = excluded.name, name_en = excluded.name_en;
	insert into procedure (code, sector_code) values (the_code, p #>> '{sector,code}')
	on conflict (code) do update set sector_code = excluded.sector_code;
	select * into before from procedure_version v where v.procedure_code = the_code and v.effective_until is null;
	if before.source_hash = the_hash then
		return false;
	end if;
	update procedure_version v set effective_until = greatest(local_day(now()), v.effective_from + 1) where v.id = before.id;
	insert into procedure_version (id, procedure_code, version, effective_from, title, title_en, summary, level, audience,
		unit_kinds, decided_by, legal_basis, result, note, unconfirmed, checked_on, form_schema, form_ui, form_example,
		source_hash)
	values (the_id, the_code, greatest((p ->> 'version')::integer, before.version + 1),
		case when before.id is null then (p ->> 'effective_from')::date else local_day(now()) end,
		p ->> 'title', p ->> 'title_en', p ->> 'summary', p ->> 'level',
		array(select jsonb_array_elements_text(p -> 'audience')), array(select jsonb_array_elements_text(p -> 'unit_kinds')),
		p ->> 'decided_by', p -> 'legal_basis', p -> 'result', p ->> 'note',
		array(select jsonb_array_elements_text(coalesce(p -> 'unconfirmed', '[]'))), (p ->> 'checked_on')::date,
		p #> '{form,schema}', p #> '{form,ui}', p #> '{form,example}', the_hash);
	for k in select value as c, ordinality as n from jsonb_array_elements(p -> 'cases') with ordinality loop
		insert into procedure_case (version_id, code, ordinal, title, steps)
		values (the_id, k.c ->> 'code', k.n, k.c ->> 'title', array(select jsonb_array_elements_text(k.c -> 'steps')));
		insert into procedure_component (version_id, case_code, code, ordinal, name, required, bring, originals, copies, accepts,
			max_files, hint)
		select the_id, k.c ->> 'code', x ->> 'code', n, x ->> 'name', (x ->> 'required')::boolean,
			coalesce((x ->> 'bring')::boolean, false),
			coalesce((x ->> 'originals')::smallint, 0), coalesce((x ->> 'copies')::smallint, 0),
			array(select jsonb_array_elements_text(x -> 'accepts')), (x ->> 'max_files')::smallint, x ->> 'hint'
		from jsonb_array_elements(k.c -> 'components') with ordinality as t(x, n);
		insert into procedure_channel (version_id, case_code, channel, time_amount, time_unit, time_cutoff, time_note, fees)
		select the_id, k.c ->> 'code', x ->> 'channel', (x #>> '{time,amount}')::integer, x #>> '{time,unit}',
			x #>> '{time,cutoff}', x ->> 'time_note', coalesce(x -> 'fees', '[]')
		from jsonb_array_elements(k.c -> 'channels') x;
	end loop;
	delete from procedure_phrase where procedure_code = the_code;
	insert into procedure_phrase (procedure_code, phrase, weight)
	select the_code, phrase, max(weight) from (
		select fold(p ->> 'title'), 1.0::real
		union all select fold(the_code), 1.0
		union all select fold(p ->> 'title_en'), 0.9 where p ? 'title_en'
		union all select fold(x), 0.97 from jsonb_array_elements_text(p -> 'keywords') x
		union all select fold(x ->> 'name'), 0.8 from jsonb_array_elements(p -> 'result') x
		union all select fold(p #>> '{sector,name}'), 0.6) phrases(phrase, weight)
	where phrase <> '' group by phrase;
	insert into unit_procedure (unit_code, procedure_code)
	select u.code, the_code from unit u where u.kind in (select jsonb_array_elements_text(p -> 'unit_kinds'))
	on conflict do nothing;
	return true;
end $$;
