-- The desk's queue.
-- needs: catalogue/units core/caller core/cursors core/json dossier/inbox_item dossier/time dossier/visible identity/posts vocabulary/rules vocabulary/states

-- The units whose queue the caller looks at, or of them the one named: those of his posts, a leader's and an administrator's
-- with all below; with p_unheld, and to an administrator always, those alone that have nobody to work on what lies there.
create or replace function inbox_units(p_unit text, p_unheld boolean) returns text[] language plpgsql stable as $$
declare
	own text[] := caller_units();
	admin boolean := caller_role() = 'admin';
begin
	if admin then
		own := array(select code || '/*' from unnest(own) code);
	end if;
	return array(select code from unnest(units_below(own)) code
		where (p_unit is null or code = p_unit) and not ((p_unheld or admin) and unit_staffed(code)));
end $$;

-- The place of a closed dossier in the queue: after all open ones, the latest change first. Counted without a time zone, in which
-- no part depends on a setting: only so the text takes the function's place, which is asked for each dossier.
create or replace function closed_at(p_updated_at timestamptz) returns timestamptz language sql immutable parallel safe
return (timestamp '5000-01-01' + (timestamp '5000-01-01' - (p_updated_at at time zone 'UTC'))) at time zone 'UTC';

-- Until when those were changed that come behind a place in the queue: all, unless it is a closed one's.
create or replace function closed_before(p_place timestamptz) returns timestamptz language sql immutable parallel safe
return case when p_place < timestamptz '5000-01-01' then 'infinity' else closed_at(p_place) end;

-- What units passed on and do not hold any more, each by itself, if it is open or has not ended long ago: what was passed on
-- last comes first. Passed on by several of them it stands where the last one did.
create or replace function inbox_passed_on(p_units text[], p_state text, p_overdue boolean, p_limit integer, p_cursor text,
	out body text, out shown uuid[])
language plpgsql stable as $$
declare
	before record := cursor_before(p_cursor);
	since timestamptz := now()
		- make_interval(days => (rule_at('reading_after_end', null, null, now()) ->> 'amount')::integer);
begin
	with page as (
		select p.*, row_number() over (order by at desc, id desc) as place from unnest(p_units) as the_unit
		cross join lateral (
			select u.passed_at as at, u.dossier_id as id from (
				select o.* from unit_dossier o
				where o.unit_code = the_unit and o.passed_at is not null and o.ended_at is null
				union all
				select e.* from unit_dossier e
				where e.unit_code = the_unit and e.passed_at is not null and e.ended_at > since
			) u join dossier x on x.id = u.dossier_id
			where (u.passed_at, u.dossier_id) < (before.at, before.id)
				and (p_state is null or x.state = p_state)
				and (not coalesce(p_overdue, false) or dossier_late(x, now()))
				and dossier_of_units(u.dossier_id)
				and not exists (select from unit_dossier later
					where later.dossier_id = u.dossier_id and later.passed_at is not null and later.unit_code = any (p_units)
						and (later.passed_at, later.unit_code) > (u.passed_at, u.unit_code))
			order by u.passed_at desc, u.dossier_id desc limit p_limit + 1
		) p
		order by at desc, id desc limit p_limit + 1
	), listed as (
		select p.place, p.id, case when p.place = p_limit then cursor_of(p.at, p.id) end as cursor, inbox_item(d, p_units) as item
		from page p join dossier d on d.id = p.id order by p.place
	)
	select json_page(p_limit), coalesce(array_agg(id) filter (where place <= p_limit), '{}') into body, shown from listed;
end $$;

-- Of what lies in units what the caller holds himself, in the order of the queue.
create or replace function inbox_mine(p_units text[], p_asked boolean, p_state text, p_overdue boolean, p_limit integer,
	p_cursor text, out body text, out shown uuid[]) language plpgsql stable as $$
declare
	after record := cursor_after(p_cursor);
	closed boolean := coalesce(state_ended(p_state), false);
	closed_after timestamptz := closed_before(after.at);
begin
	with page as (
		(select x.step_due_at as at, x.id from dossier x
		where x.holder_account_id = caller_id() and x.holder_unit_code = any (p_units) and not closed
			and state_running(x.state)
			and (not p_asked or x.leader_asked_at is not null)
			and (p_state is null or x.state = p_state)
			and (not coalesce(p_overdue, false) or dossier_late(x, now()))
			and (x.step_due_at, x.id) > (after.at, after.id)
		order by x.step_due_at, x.id limit p_limit + 1)
		union all
		(select closed_at(x.updated_at) as at, x.id from dossier x
		where x.holder_account_id = caller_id() and x.holder_unit_code = any (p_units) and closed and not p_asked
			and state_ended(x.state) and x.state = p_state
			and not coalesce(p_overdue, false)
			and x.updated_at <= closed_after and (x.updated_at < closed_after or x.id > after.id)
		order by x.updated_at desc, x.id limit p_limit + 1)
		order by at, id limit p_limit + 1
	), listed as (
		select p.place, p.id, case when p.place = p_limit then cursor_of(p.at, p.id) end as cursor, inbox_item(d, p_units) as item
		from (select *, row_number() over (order by at, id) as place from page) p join dossier d on d.id = p.id
		order by p.place
	)
	select json_page(p_limit), coalesce(array_agg(id) filter (where place <= p_limit), '{}') into body, shown from listed;
end $$;

-- The desk's queue, the most urgent first; with a closed state what the units held to the end; and which dossiers it shows. One
-- index range per unit, so that the cost does not grow with the number of dossiers.
create or replace function inbox_list(p_view text, p_state text, p_unit text, p_overdue boolean, p_mine boolean,
	p_limit integer, p_cursor text, out body text, out shown uuid[])
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	after record := cursor_after(p_cursor);
	units text[] := inbox_units(p_unit, coalesce(p_view = 'unheld', false));
	closed boolean := state_ended(p_state);
	closed_after timestamptz := closed_before(after.at);
	asked boolean := coalesce(p_view = 'for_leader', false);
begin
	if p_state = 'draft' then
		perform problem('bad-query', 'state');
	end if;
	if p_view = 'passed_on' then
		select p.* into body, shown from inbox_passed_on(units, p_state, p_overdue, p_limit, p_cursor) p;
		return;
	elsif p_mine then
		select m.* into body, shown from inbox_mine(units, asked, p_state, p_overdue, p_limit, p_cursor) m;
		return;
	end if;
	with page as (
		select d.* from unnest(units) as the_unit
		cross join lateral (
			select x.step_due_at as at, x.id from dossier x
			where x.holder_unit_code = the_unit and not coalesce(closed, false) and not asked
				and state_running(x.state)
				and (p_state is null or x.state = p_state)
				and (not coalesce(p_overdue, false) or dossier_late(x, now()))
				and (x.step_due_at, x.id) > (after.at, after.id)
			order by x.step_due_at, x.id limit p_limit + 1
		) d
		union all
		select d.* from unnest(units) as the_unit
		cross join lateral (
			select x.step_due_at as at, x.id from dossier x
			where x.holder_unit_code = the_unit and asked and x.leader_asked_at is not null
				and (p_state is null or x.state = p_state)
				and (not coalesce(p_overdue, false) or dossier_late(x, now()))
				and (x.step_due_at, x.id) > (after.at, after.id)
			order by x.step_due_at, x.id limit p_limit + 1
		) d
		union all
		select d.* from unnest(units) as the_unit
		cross join lateral (
			select closed_at(x.updated_at) as at, x.id from dossier x
			where x.holder_unit_code = the_unit and closed and not asked and state_ended(x.state)
				and x.state = p_state
				and not coalesce(p_overdue, false)
				and x.updated_at <= closed_after and (x.updated_at < closed_after or x.id > after.id)
			order by x.updated_at desc, x.id limit p_limit + 1
		) d
		order by at, id limit p_limit + 1
	), listed as (
		select p.place, p.id, case when p.place = p_limit then cursor_of(p.at, p.id) end as cursor, inbox_item(d, units) as item
		from (select *, row_number() over (order by at, id) as place from page) p join dossier d on d.id = p.id
		order by p.place
	)
	select json_page(p_limit), coalesce(array_agg(id) filter (where place <= p_limit), '{}') into body, shown from listed;
end $$;
grant execute on function inbox_list to motcua_staff;
