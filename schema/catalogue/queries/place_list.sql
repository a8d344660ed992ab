-- Provinces; the communes of a province; or places whose name, or former name, holds the words.
-- params: q text, parent text
with words as (
	select fold($1) as w
), former as (
	-- Once for all places: one letter is the beginning of hundreds of former names.
	select f.place_code, array_agg(f.name order by f.name) as names
	from words join former_place f on f.folded_name like w || '%' where w <> '' group by f.place_code
), found as (
	select p.code, p.name, p.kind, p.parent_code, f.names, case when $1 is null or p.folded_name = w then 0
		when p.folded_name like '% ' || w then 1 else 2 end as rank
	from words cross join place p left join former f on f.place_code = p.code
	where p.valid_until is null
		and case when $2 is not null then p.parent_code = $2 when $1 is null then p.kind = 'province' else true end
		and ($1 is null or w <> '' and (p.folded_name like '%' || w || '%'
			or p.name ~ '[''’]' and fold_joined(p.name) like '%' || w || '%' or f.place_code is not null))
	order by rank, p.kind desc, p.name, p.code limit 400
)
select json_build_object('items', coalesce(json_agg(json_build_object('code', found.code, 'name', found.name,
	'kind', found.kind, 'parent', found.parent_code, 'parent_name', up.name,
	'former_names', coalesce(to_json(found.names[:3]), '[]'))
	order by rank, found.kind desc, found.name, found.code), '[]'))::text as body
from found left join place up on up.code = found.parent_code
