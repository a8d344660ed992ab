-- What an import changes, as its difference shows it.

-- A value in at most 200 characters.
create or replace function catalogue_shown(jsonb) returns text language sql immutable
return left($1 #>> '{}', 200);

-- One row of the catalogue before and after (null: it is not there), as the members that differ; null when none does.
create or replace function catalogue_change(p_what text, p_code text, p_from date, p_before jsonb, p_after jsonb)
returns jsonb language plpgsql immutable as $$
begin
	if p_before is not distinct from p_after then
		return null;
	end if;
	return jsonb_build_object('what', p_what, 'code', p_code, 'from', p_from,
		'change', case when p_before is null then 'new' when p_after is null then 'ended' else 'changed' end,
		'members', case when p_before is null or p_after is null then '[]' else
			(select jsonb_agg(jsonb_build_object('name', name, 'before', catalogue_shown(p_before -> name),
				'after', catalogue_shown(p_after -> name)) order by name)
			from (select jsonb_object_keys(p_before || p_after)) keys(name)
			where nullif(p_before -> name, 'null') is distinct from nullif(p_after -> name, 'null')) end);
end $$;
