-- Reading one dossier.
-- needs: dossier/document dossier/visible vocabulary/steps

-- The dossier as the caller may see it: no row for one that is unknown or not for him. Its applicant gets what he has typed
-- with it, but for a reply that is kept: what was typed is kept nowhere else.
create or replace function dossier_read(p_id uuid, p_kept boolean default false, out etag text, out body text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	actions text[];
	document text;
	results text;
	unpaid boolean;
	typed jsonb;
	half_written boolean;
begin
	select '"' || d.version || '"', dossier_actions(d), a.asks and d.fee_state = 'due',
		case when a.fills_in and not p_kept then d.typed end, k.document, k.results, d.supplement is not null and not a.fills_in
	into etag, actions, unpaid, typed, document, results, half_written
	from dossier d left join dossier_document k on k.dossier_id = d.id
	cross join lateral (select caller_is_applicant(d.id) as asks, caller_fills_in(d) as fills_in) a
	where d.id = p_id and dossier_visible(d);
	if not found then
		return;
	end if;
	if document is null or half_written then
		select c.document, c.results into document, results from dossier_compose(p_id, half_written) c;
	end if;
	body := document || dossier_end(typed, results, unpaid, actions);
	return next;
end $$;
grant execute on function dossier_read to motcua_citizen, motcua_staff;
