-- Heads of the log of hand-overs: what whoever signs a day, and compares those that were, asks for (api/dossier/check_heads.c).
-- needs: core/append_only core/checks core/values

create or replace trigger append_only before update or delete on custody_head for each row execute function append_only();
create or replace trigger never_emptied before truncate on custody_head for each statement execute function append_only();

-- The last day of which no hand-over can come any more: it ended an hour ago, and before the oldest transaction that is open. And
-- when the pass under way was begun (core/checks), by which a process knows that the one it has in memory is still that one.
create or replace function custody_pass(out through text, out begun_at text) returns record
language sql stable security definer set search_path = public, pg_temp as $$
	select (local_day(least(now(), (select min(a.xact_start) from pg_stat_activity a where a.backend_type = 'client backend'))
			- interval '1 hour') - 1)::text,
		(select c.begun_at::text from check_pass c where c.name = 'heads')
$$;
grant execute on function custody_pass to motcua_worker;

-- The links behind one, in the order in which they are signed. That they are read by the order of the key, however many months
-- there are, a plan that is made for any place would not see.
create or replace function custody_links(p_dossier text, p_sequence integer, p_limit integer, out dossier_id uuid,
	out sequence integer, out day text, out hash text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	low uuid := stretch_low(p_dossier);
begin
	return query select c.dossier_id, c.sequence, local_day(c.since)::text, c.hash from custody c
		where c.dossier_id >= low and (c.dossier_id, c.sequence) > (low, p_sequence)
		order by c.dossier_id, c.sequence limit p_limit;
end $$;
grant execute on function custody_links to motcua_worker;

create or replace function custody_heads(p_after text, p_limit integer, out through text, out head text)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select h.through::text, h.head from custody_head h where p_after = '' or h.through > nullif(p_after, '')::date
	order by h.through limit p_limit
$$;
grant execute on function custody_heads to motcua_worker;

-- One that is there already stays.
create or replace function custody_head_add(p_through text, p_head text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	insert into custody_head (through, head) values (p_through::date, p_head) on conflict do nothing
$$;
grant execute on function custody_head_add to motcua_worker;
