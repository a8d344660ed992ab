-- Imports: whole documents in, idempotent, run by the owner. The program has checked their shape.

-- Provinces, communes and former names; what is missing in the document is ended, never deleted.
create or replace function import_places(p jsonb, out provinces bigint, out communes bigint, out former bigint)
language plpgsql as $$
begin
	insert into place (code, kind, name, folded_name, valid_from)
	select x ->> 'province_code', 'province', normalize(x ->> 'name', NFC), fold(x ->> 'name'), date '2025-07-01'
	from jsonb_array_elements(p -> 'provinces') x
	on conflict (code) do update set name = excluded.name, folded_name = excluded.folded_name, valid_until = null;
	get diagnostics provinces = row_count;
	insert into place (code, kind, name, folded_name, parent_code, valid_from)
	select x ->> 'ward_code', 'commune', normalize(x ->> 'name', NFC), fold(x ->> 'name'), x ->> 'province_code', date '2025-07-01'
	from jsonb_array_elements(p -> 'wards') x
	on conflict (code) do update
		set name = excluded.name, folded_name = excluded.folded_name, parent_code = excluded.parent_code, valid_until = null;
	get diagnostics communes = row_count;
	update place set valid_until = local_day(now())
	where valid_until is null
		and not exists (select from jsonb_array_elements(p -> 'provinces') x where x ->> 'province_code' = code)
		and not exists (select from jsonb_array_elements(p -> 'wards') x where x ->> 'ward_code' = code);
	-- A few mappings name a commune by a code that is not there: then its name within the province decides.
	with mapping as (
		select normalize(concat_ws(', ', x ->> 'old_ward_name', x ->> 'old_district_name', x ->> 'old_province_name'), NFC)
				as name, nullif(x ->> 'old_ward_code', '') as former_code, x ->> 'new_ward_code' as code,
			fold(x ->> 'new_ward_name') as commune,
			regexp_replace(fold(x ->> 'new_province_name'), '^(tinh|thanh pho) ', '') as province
		from jsonb_array_elements(p -> 'ward_mappings') x where x ->> 'old_ward_name' <> ''
	), commune as materialized (
		select c.code, c.folded_name as commune, regexp_replace(up.folded_name, '^(tinh|thanh pho) ', '') as province
		from place c join place up on up.code = c.parent_code
	)
	insert into former_place (name, place_code, former_code, folded_name)
	select distinct on (m.name, c.code) m.name, c.code, m.former_code, fold(m.name)
	from mapping m left join commune by_code on by_code.code = m.code
	left join commune by_name on by_code.code is null and by_name.commune = m.commune and by_name.province = m.province
	join commune c on c.code = coalesce(by_code.code, by_name.code)
	order by m.name, c.code, m.former_code
	on conflict (name, place_code) do update set former_code = excluded.former_code;
	get diagnostics former = row_count;
end $$;

-- Units in an order in which parents come first.
create or replace function import_units(p jsonb) returns integer language plpgsql as $$
declare
	x jsonb;
begin
	for x in select value from jsonb_array_elements(p) loop
		insert into unit (code, kind, name, name_en, folded_name, parent_code, place_code, address, phone, email, hours)
		values (x ->> 'code', x ->> 'kind', x ->> 'name', x ->> 'name_en', fold(x ->> 'name'), x ->> 'parent',
			x ->> 'place_code', x ->> 'address', x ->> 'phone', x ->> 'email', x ->> 'hours')
		on conflict (code) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
			folded_name = excluded.folded_name, parent_code = excluded.parent_code, place_code = excluded.place_code,
			address = excluded.address, phone = excluded.phone, email = excluded.email, hours = excluded.hours;
	end loop;
	return jsonb_array_length(p);
end $$;

create or replace function import_calendar(p jsonb) returns void language sql as $$
	insert into calendar (name, document) values ('general', p)
	on conflict (name) do update set document = excluded.document, imported_at = now()
$$;

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
		insert into procedure_component (version_id, case_code, code, ordinal, name, required, originals, copies, accepts,
			max_files, hint)
		select the_id, k.c ->> 'code', x ->> 'code', n, x ->> 'name', (x ->> 'required')::boolean,
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

-- A sample person; p_hash is the hash of a password generated for this installation. Existing people stay as they are.
create or replace function import_account(p jsonb, p_id uuid, p_hash text) returns boolean language plpgsql as $$
begin
	insert into account (id, role, full_name, phone, email, personal_id, position, password_hash)
	values (p_id, p ->> 'role', p ->> 'full_name', p ->> 'phone', p ->> 'email', p ->> 'personal_id', p ->> 'position', p_hash)
	on conflict do nothing;
	if not found then
		return false;
	end if;
	insert into account_unit (account_id, unit_code) select p_id, jsonb_array_elements_text(coalesce(p -> 'units', '[]'));
	return true;
end $$;
