-- The citizen's own dossiers, by party; an id rises with the time at which its dossier was begun.
-- needs: core/cursors core/json dossier/visible identity/acting payment/sums vocabulary/dossier_ends

create or replace function dossier_list(p_state text, p_limit integer, p_cursor text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	before uuid := (cursor_before(p_cursor)).id;
	result text;
begin
	with page as (
		select row_number() over (order by id desc) as place, d.* from (
			select distinct on (id) d.* from unnest(caller_parties()) as the_party
			cross join lateral (
				select x.id, x.code, x.state, x.ended_why, x.procedure_version_id, x.unit_code,
					x.applicant ->> 'full_name' as applicant_name, x.fee_state, x.fee_total, x.fee_paid,
					x.fee_to_refund, x.due_at, x.due_estimated, x.submitted_at, x.created_at, x.updated_at
				from dossier_party r join dossier x on x.id = r.dossier_id
				where r.party_id = the_party and r.role = 'applicant' and relation_now(r)
					and (p_state is null or x.state = p_state)
					and r.dossier_id < before
				order by r.dossier_id desc limit p_limit + 1
			) d
			order by id desc limit p_limit + 1
		) d
	), listed as (
		select d.place, case when d.place = p_limit then cursor_of(d.created_at, d.id) end as cursor,
			format('{"id" : "%s", "code" : %s, "state" : "%s", "state_name" : %s, "ended_why" : %s, '
					'"procedure" : {"code" : "%s", "title" : %s, "title_en" : %s}, "unit" : {"code" : "%s", "name" : %s}, '
					'"applicant_name" : %s, "payment" : %s, "due_at" : %s, "due_estimated" : %s, "submitted_at" : %s, '
					'"created_at" : %s, "updated_at" : %s}',
				d.id, json_text(d.code), d.state, json_text(coalesce(dossier_end_name(d.ended_why), s.name_vi)),
				json_text(d.ended_why), v.procedure_code, json_text(v.title), json_text(v.title_en), u.code, json_text(u.name),
				json_text(d.applicant_name), dossier_payment(d), json_time(d.due_at), d.due_estimated::text,
				json_time(d.submitted_at), json_time(d.created_at), json_time(d.updated_at)) as item
		from page d join dossier_state s on s.state = d.state
		join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.unit_code
		order by d.place
	)
	select json_page(p_limit) into result from listed;
	return result;
end $$;
grant execute on function dossier_list to motcua_citizen, motcua_staff;
