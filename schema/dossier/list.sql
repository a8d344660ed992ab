-- The citizen's own dossiers, by party; an id rises with the time at which its dossier was begun.
-- needs: core/cursors core/values dossier/visible identity/acting payment/sums vocabulary/dossier_ends

create or replace function dossier_list(p_state text, p_limit integer, p_cursor text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	from_id uuid;
	result text;
begin
	select c.id into from_id from cursor_parts(p_cursor) c;
	with page as (
		select distinct on (d.id) d.* from unnest(caller_parties()) as the_party
		cross join lateral (
			select x.* from dossier_party r join dossier x on x.id = r.dossier_id
			where r.party_id = the_party and r.role = 'applicant' and relation_now(r)
				and (p_state is null or x.state = p_state)
				and (p_cursor is null or r.dossier_id < from_id)
			order by r.dossier_id desc limit p_limit + 1
		) d
		order by d.id desc limit p_limit + 1
	), shown as (select * from page order by id desc limit p_limit)
	select json_build_object(
		'items', (select coalesce(json_agg(json_build_object(
				'id', d.id, 'code', d.code, 'state', d.state,
				'state_name', coalesce(dossier_end_name(d.ended_why), s.name_vi), 'ended_why', d.ended_why,
				'procedure', json_build_object('code', v.procedure_code, 'title', v.title, 'title_en', v.title_en),
				'unit', json_build_object('code', u.code, 'name', u.name),
				'applicant_name', d.applicant ->> 'full_name',
				'payment', dossier_payment(d),
				'due_at', iso_time(d.due_at), 'due_estimated', d.due_estimated, 'submitted_at', iso_time(d.submitted_at),
				'created_at', iso_time(d.created_at), 'updated_at', iso_time(d.updated_at))
				order by d.id desc), '[]')
			from shown d join dossier_state s on s.state = d.state
			join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.unit_code),
		'next_cursor', case when (select count(*) from page) > p_limit then
			(select cursor_of(created_at, id) from shown order by id limit 1) end)::text into result;
	return result;
end $$;
grant execute on function dossier_list to motcua_citizen, motcua_staff;
