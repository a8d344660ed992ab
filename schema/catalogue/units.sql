-- Units: importing them, and who stands above and below.
-- needs: core/fold

-- A unit's officers see what it held (code), the leaders of a unit see also what its sub-units held (code/*).
create or replace function unit_and_above(p_code text) returns text[] language plpgsql stable as $$
declare
	codes text[] := array[p_code];
	the_code text := p_code;
begin
	while the_code is not null loop
		codes := codes || (the_code || '/*');
		select u.parent_code into the_code from unit u where u.code = the_code;
	end loop;
	return codes;
end $$;

create or replace function units_below(p_units text[]) returns text[] language plpgsql stable as $$
begin
	if not exists (select from unnest(p_units) p where p like '%/*') then
		return p_units;
	end if;
	return (with recursive below as (
			select left(p, -2) as code from unnest(p_units) p where p like '%/*'
			union select u.code from unit u join below b on u.parent_code = b.code
		)
		select array_agg(code) from (select code from below union select p from unnest(p_units) p where p not like '%/*') codes);
end $$;
grant execute on function units_below to motcua_staff, motcua_worker;

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
