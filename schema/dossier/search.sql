-- The desk's search: all that the caller's units have or had to do with, the newest first. Each kind of what can be looked for
-- has an index; none of them is read further than a page needs, or than a bound.
-- needs: catalogue/units core/caller core/cursors core/fold core/json core/values dossier/inbox_item dossier/sought dossier/visible

-- What was found, as the desk's lists show it; apart, so that the search itself is planned without it.
create or replace function sought_item(d dossier, p_units text[]) returns text language plpgsql stable as $$
begin
	return inbox_item(d, p_units);
end $$;

-- The procedures that words mean: by code, or by words of the title; at least two, as one is a part of too many.
create or replace function sought_procedures(p_words text) returns text[] language sql stable
begin atomic
	select array(select distinct ph.procedure_code from procedure_phrase ph
		where ph.weight = 1 and fold(p_words) like '% %'
			and ph.phrase like '%' || fold(p_words) || '%' and ' ' || ph.phrase like '% ' || fold(p_words) || '%')
		|| array(select p.code from procedure p where p.code = btrim(p_words));
end;

-- Dossiers that fit by name or code, of the whole database, if they are at most five thousand; null if they are more. Every
-- name stands about once in sought_name, so what nobody is called is known at once, however many dossiers there are. Planned for
-- the words at hand: only then the beginning of a pattern is a range of an index.
create or replace function sought_few(p_names text[], p_code_begin text, p_code_end text) returns uuid[]
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
	few constant integer := 5000;
	names text[] := array(select n.name from sought_name n where n.name like any (p_names) limit few + 1);
	found uuid[];
begin
	if cardinality(names) > few then
		return null;
	end if;
	found := array(select u.dossier_id from unnest(names) n(name) cross join lateral (
		select x.dossier_id from unit_dossier x where x.name = n.name limit few + 1) u limit few + 1);
	if p_code_begin is not null then
		found := found || array(select k.dossier_id from dossier_code k
			where translate(k.code, '-', '.') like p_code_begin limit few + 1);
	end if;
	if p_code_end is not null then
		found := found || array(select k.dossier_id from dossier_code k
			where reverse(translate(k.code, '-.', '')) like p_code_end limit few + 1);
	end if;
	return case when cardinality(found) <= few then found end;
end $$;

-- What fits among the newest of each unit, for words that many fit: they soon fill a page. It is read in rounds, each from
-- where the unit of which most came in got to; the last one is when a page is full, nothing is left, or a hundred
-- thousand were read: reached then says down to where, and the next page goes on from there. Null: to the end.
create or replace function sought_walk(p_units text[], p_names text[], p_code_begin text, p_code_end text, p_procedures text[],
	p_before uuid, p_wanted integer, out ids uuid[], out reached uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
	bound constant integer := 100000;
	a_round integer := greatest(200, 20000 / greatest(cardinality(p_units), 1));
	looked bigint := 0;
	seen record;
begin
	ids := '{}';
	reached := p_before;
	loop
		with newest as materialized (
			select the_unit, x.* from unnest(p_units) the_unit cross join lateral (
				select u.dossier_id as id, coalesce(u.procedure_code = any (p_procedures), false)
					or sought_fits(u.name, u.code, p_names, p_code_begin, p_code_end) as fits
				from unit_dossier u where u.unit_code = the_unit and u.dossier_id < reached
				order by u.dossier_id desc limit a_round) x
		)
		select count(*) as rows, array_agg(n.id) filter (where n.fits) as fitting, (
				select max(whole.lowest)::uuid from (
					select min(o.id::text) as lowest from newest o group by o.the_unit having count(*) = a_round) whole
			) as lowest
		into seen from newest n;
		ids := ids || array(select distinct f.id from unnest(seen.fitting) f(id)
			where (seen.lowest is null or f.id >= seen.lowest) and dossier_of_units(f.id)
			order by f.id desc limit p_wanted);
		looked := looked + seen.rows;
		reached := seen.lowest;
		exit when reached is null or cardinality(ids) >= p_wanted or looked >= bound;
	end loop;
end $$;

-- The search. Of what was typed the program has told code, tracking number, number of a fee's receipt and numbers of people;
-- words are all else.
create or replace function inbox_search(p_code text, p_tracking text, p_receipt text, p_numbers text[], p_words text,
	p_limit integer, p_cursor text, out body text, out shown uuid[])
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	units text[] := units_below(caller_units());
	before uuid := (cursor_before(p_cursor)).id;
	sought record := sought_patterns(p_words);
	procedures text[] := sought_procedures(p_words);
	few uuid[] := sought_few(sought.names, sought.code_begin, sought.code_end);
	many boolean := few is null or cardinality(procedures) * cardinality(units) > 1000;
	walked uuid[];
	reached uuid;
	page uuid[];
	after uuid;
begin
	if many then
		select w.ids, w.reached into walked, reached from sought_walk(units, sought.names, sought.code_begin, sought.code_end,
			procedures, before, p_limit + 1) w;
	end if;
	page := array(select f.id from (
		select d.id from dossier_code k join dossier d on d.id = k.dossier_id and d.code = k.code where k.code = p_code
		union all select s.dossier_id from shipment s where s.tracking_number = p_tracking
		union all select c.dossier_id from payment y join charge c on c.id = y.charge_id where y.receipt_number = p_receipt
		union all select n.dossier_id from sought_number n where n.value = any (p_numbers)
		union all select r.dossier_id from party_identifier i join dossier_party r on r.party_id = i.party_id
			join dossier d on d.id = r.dossier_id and d.state <> 'draft'
			where i.kind in ('phone', 'personal_id', 'tax_code') and i.value = any (p_numbers) and i.ended_at is null
		union all select unnest(few)
		union all select newest.dossier_id from unnest(units) the_unit, unnest(procedures) the_procedure cross join lateral (
			select u.dossier_id from unit_dossier u
			where not many and u.unit_code = the_unit and u.procedure_code = the_procedure and u.dossier_id < before
			order by u.dossier_id desc limit p_limit + 1) newest
	) f where f.id < before and (reached is null or f.id >= reached) and dossier_of_units(f.id)
	union select unnest(walked) order by 1 desc limit p_limit + 1);
	after := case when cardinality(page) > p_limit then page[p_limit] else reached end;
	shown := page[1:p_limit];
	body := (select format('{"items" : [%s], "next_cursor" : %s}',
			string_agg(sought_item(d, units), ', ' order by d.id desc), json_text(cursor_of(uuid_time(after), after)))
		from unnest(shown) p(id) join dossier d on d.id = p.id);
end $$;
grant execute on function inbox_search to motcua_staff;
