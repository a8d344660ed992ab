-- Versions of procedures: what changes becomes a new one, and dossiers keep the one they began with.
-- needs: catalogue/change catalogue/fees catalogue/procedures core/fold core/values

create or replace function procedure_add_cases(p_version uuid, p jsonb) returns void language plpgsql as $$
begin
	insert into procedure_case (version_id, code, ordinal, title, steps)
	select p_version, c ->> 'code', n, c ->> 'title', array(select jsonb_array_elements_text(c -> 'steps'))
	from jsonb_array_elements(p -> 'cases') with ordinality as k(c, n);
	insert into procedure_component (version_id, case_code, code, ordinal, name, required, bring, originals, copies, accepts,
		max_files, hint)
	select p_version, c ->> 'code', x ->> 'code', n, x ->> 'name', (x ->> 'required')::boolean,
		coalesce((x ->> 'bring')::boolean, false), coalesce((x ->> 'originals')::smallint, 0),
		coalesce((x ->> 'copies')::smallint, 0), array(select jsonb_array_elements_text(x -> 'accepts')),
		(x ->> 'max_files')::smallint, x ->> 'hint'
	from jsonb_array_elements(p -> 'cases') c, jsonb_array_elements(c -> 'components') with ordinality as t(x, n);
	insert into procedure_channel (version_id, case_code, channel, time_amount, time_unit, time_cutoff, time_note)
	select p_version, c ->> 'code', x ->> 'channel', (x #>> '{time,amount}')::integer, x #>> '{time,unit}',
		x #>> '{time,cutoff}', x ->> 'time_note'
	from jsonb_array_elements(p -> 'cases') c, jsonb_array_elements(c -> 'channels') x;
end $$;

-- What people call it. Words of a version still to come find the one in force until then.
create or replace function procedure_set_phrases(p jsonb, p_keep boolean) returns void language plpgsql as $$
begin
	delete from procedure_phrase where procedure_code = p ->> 'code' and not p_keep;
	insert into procedure_phrase (procedure_code, phrase, weight)
	select p ->> 'code', phrase, max(weight) from (
		select fold(p ->> 'title'), 1.0::real
		union all select fold(p ->> 'code'), 1.0
		union all select fold(p ->> 'title_en'), 0.9 where p ? 'title_en'
		union all select fold(x), 0.97 from jsonb_array_elements_text(p -> 'keywords') x
		union all select fold(x ->> 'name'), 0.8 from jsonb_array_elements(p -> 'result') x
		union all select fold(p #>> '{sector,name}'), 0.6) phrases(phrase, weight)
	where phrase <> '' group by phrase
	on conflict (procedure_code, phrase) do update set weight = greatest(procedure_phrase.weight, excluded.weight);
end $$;

-- Stores a version. One that begins later waits for its day; what is said to hold already holds from its day if it is the
-- first, and else from the day of the import, because nothing is changed backwards.
create or replace function procedure_set(p jsonb, p_at date) returns setof jsonb language plpgsql as $$
declare
	the_code text := p ->> 'code';
	the_hash text := encode(sha256(convert_to(p::text, 'UTF8')), 'hex');
	begins date := (p ->> 'valid_from')::date;
	ends date := (p ->> 'valid_until')::date;
	before procedure_version;
	after procedure_version;
begin
	insert into sector (code, name, name_en) values (p #>> '{sector,code}', p #>> '{sector,name}', p #>> '{sector,name_en}')
	on conflict (code) do update set name = excluded.name, name_en = excluded.name_en
		where (sector.name, sector.name_en) is distinct from (excluded.name, excluded.name_en);
	insert into procedure (code, sector_code) values (the_code, p #>> '{sector,code}')
	on conflict (code) do update set sector_code = excluded.sector_code where procedure.sector_code <> excluded.sector_code;
	if exists (select from procedure_version v where v.procedure_code = the_code) then
		begins := greatest(begins, p_at);
	end if;
	select * into before from procedure_version v
	where v.procedure_code = the_code and in_force(v.valid_from, v.valid_until, begins);
	if before.source_hash = the_hash then
		return;
	end if;
	select least(ends, min(v.valid_from)) into ends from procedure_version v
	where v.procedure_code = the_code and v.valid_from > begins and v.valid_until is distinct from v.valid_from;
	update procedure_version v set valid_until = begins where v.id = before.id;
	insert into procedure_version (id, procedure_code, version, valid_from, valid_until, title, title_en, summary, level,
		audience, unit_kinds, decided_by, law, legal_basis, result, note, unconfirmed, checked_on, form_schema, form_ui,
		form_example, source_hash)
	values (uuid_v7(), the_code, greatest((p ->> 'version')::integer,
			(select max(v.version) + 1 from procedure_version v where v.procedure_code = the_code)), begins, ends,
		p ->> 'title', p ->> 'title_en', p ->> 'summary', p ->> 'level',
		array(select jsonb_array_elements_text(p -> 'audience')), array(select jsonb_array_elements_text(p -> 'unit_kinds')),
		p ->> 'decided_by', p ->> 'law', p -> 'legal_basis', p -> 'result', p ->> 'note',
		array(select jsonb_array_elements_text(coalesce(p -> 'unconfirmed', '[]'))), (p ->> 'checked_on')::date,
		p #> '{form,schema}', p #> '{form,ui}', p #> '{form,example}', the_hash)
	returning * into after;
	perform procedure_add_cases(after.id, p);
	perform procedure_set_phrases(p, begins > p_at);
	return next catalogue_change('procedure', the_code, begins, procedure_members(before), procedure_members(after));
	return query select change from jsonb_array_elements(p -> 'cases') c, jsonb_array_elements(c -> 'channels') x,
		fee_set(jsonb_build_object('procedure', the_code, 'case', c ->> 'code', 'channel', x ->> 'channel',
			'valid_from', begins, 'lines', x -> 'fees')) change
	where change is not null;
end $$;
