-- Units: what documents say of them, and who stands above and below.
-- needs: catalogue/change core/fold

create or replace function unit_json(u unit) returns jsonb language sql stable
return jsonb_build_object('code', u.code, 'name', u.name, 'name_en', u.name_en, 'kind', u.kind, 'parent', u.parent_code,
	'address', u.address, 'phone', u.phone, 'email', u.email, 'hours', u.hours, 'valid_from', u.valid_from,
	'valid_until', u.valid_until, 'successor', u.successor_code);
grant execute on function unit_json to motcua_api;

-- The units that somebody's claims name: code is the unit itself, code/* (a leader's) that and all below it.
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

-- One unit as its document says; its parent comes before it. What the document does not name, the unit has not.
create or replace function unit_set(x jsonb, p_at date) returns jsonb language plpgsql as $$
declare
	before unit;
	after unit;
begin
	select * into before from unit u where u.code = x ->> 'code';
	insert into unit (code, kind, name, name_en, folded_name, parent_code, place_code, address, phone, email, hours,
		calendar_code, valid_from, valid_until, successor_code)
	values (x ->> 'code', x ->> 'kind', x ->> 'name', x ->> 'name_en', fold(x ->> 'name'), x ->> 'parent',
		x ->> 'place_code', x ->> 'address', x ->> 'phone', x ->> 'email', x ->> 'hours', x ->> 'calendar',
		(x ->> 'valid_from')::date, (x ->> 'valid_until')::date,
		x ->> 'successor')
	on conflict (code) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
		folded_name = excluded.folded_name, parent_code = excluded.parent_code, place_code = excluded.place_code,
		address = excluded.address, phone = excluded.phone, email = excluded.email, hours = excluded.hours,
		calendar_code = excluded.calendar_code, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
		successor_code = excluded.successor_code,
		succeeded = unit.succeeded and unit.valid_until is not distinct from excluded.valid_until,
		succeeded_to = case when unit.valid_until is not distinct from excluded.valid_until then unit.succeeded_to end
	returning * into after;
	return catalogue_change('unit', after.code,
		coalesce(after.valid_until, case when before.code is null then after.valid_from else p_at end),
		case when before.code is not null then to_jsonb(before) - '{folded_name,succeeded,succeeded_to}'::text[] end,
		to_jsonb(after) - '{folded_name,succeeded,succeeded_to}'::text[]);
end $$;
