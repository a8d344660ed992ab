-- Provinces; the communes of a province; or places whose name, or former name, holds the words.
-- params: q text, parent text
with found as (
	select p.code, p.name, p.kind, p.parent_code, up.name as parent_name, null::text as former,
		case when $1 is null then 0 when p.folded_name = fold($1) then 0
			when p.folded_name like '% ' || fold($1) then 1 else 2 end as rank
	from place p left join place up on up.code = p.parent_code
	where p.valid_until is null
		and case when $2 is not null then p.parent_code = $2 when $1 is null then p.kind = 'province' else true end
		and ($1 is null or fold($1) <> '' and (p.folded_name like '%' || fold($1) || '%'
			or p.name ~ '[''’]' and fold_joined(p.name) like '%' || fold($1) || '%'
			or exists (select from former_place f where f.place_code = p.code and f.folded_name like fold($1) || '%')))
	order by rank, p.kind desc, p.name, p.code limit 400
)
select json_build_object('items', coalesce(json_agg(json_build_object('code', code, 'name', name, 'kind', kind,
	'parent', parent_code, 'parent_name', parent_name,
	'former_names', case when $1 is null then '[]'::json else (select coalesce(json_agg(f.name order by f.name), '[]')
		from (select f.name from former_place f where f.place_code = found.code and f.folded_name like fold($1) || '%' limit 3) f)
		end) order by rank, kind desc, name, code), '[]'))::text as body
from found
