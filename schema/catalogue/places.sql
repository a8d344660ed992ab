-- Provinces and communes: importing and checking them.
-- needs: core/caller core/fold core/values

create or replace function dossier_check_place(p_address jsonb) returns void language plpgsql stable as $$
begin
	if p_address is not null and p_address <> 'null' and not exists (select from place c
			where c.code = p_address ->> 'commune_code' and c.parent_code = p_address ->> 'province_code'
				and in_force(c.valid_from, c.valid_until, local_day(now()))) then
		perform problem('place-unknown');
	end if;
end $$;

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
	select x ->> 'ward_code', 'commune', normalize(x ->> 'name', NFC), fold(x ->> 'name'), x ->> 'province_code',
		date '2025-07-01'
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
