-- Dossiers of units that have ended go to the unit that goes on, and stay in the sight of whoever saw them.
-- needs: catalogue/change core/values dossier/custody dossier/events dossier/relations dossier/sought notice/notices vocabulary/states

-- The successor of an ended unit, without one the unit above; of these the next that is there that day. Null: there is none.
create or replace function unit_going_on(p_unit text, p_day date) returns text language plpgsql stable as $$
declare
	u unit;
	seen text[] := '{}';
begin
	select * into u from unit x where x.code = p_unit;
	while u.code is not null and not in_force(u.valid_from, u.valid_until, p_day) loop
		seen := seen || u.code;
		select * into u from unit x where x.code = coalesce(u.successor_code, u.parent_code) and x.code <> all (seen);
	end loop;
	return u.code;
end $$;

-- One dossier from a unit that ended; nobody has it in hand until somebody there takes it. The time that is not booked yet is
-- the next unit's: it takes over what the ended one owes.
create or replace function dossier_succeed(d dossier, p_unit text, p_next text, p_at timestamptz) returns void
language plpgsql as $$
declare
	n dossier;
begin
	update dossier x set unit_code = case when x.unit_code = p_unit then p_next else x.unit_code end,
		holder_unit_code = case when x.holder_unit_code = p_unit then p_next else x.holder_unit_code end,
		holder_account_id = case when x.holder_unit_code <> p_unit then x.holder_account_id end,
		held_since = case when x.holder_unit_code = p_unit then p_at else x.held_since end
	where x.id = d.id returning * into n;
	if d.state = 'draft' then
		return;
	end if;
	perform dossier_involve(n.id, p_next);
	perform event_add(n, p_at, 'succeed', d.state, null);
	if n.holder_unit_code <> d.holder_unit_code then
		perform custody_add(n, p_at);
		perform notify_applicants(n.id, 'succeeded', jsonb_build_object('code', n.code,
			'unit', (select u.name from unit u where u.code = p_next)));
	end if;
end $$;

-- So many of a unit's drafts that another one takes. PostgreSQL would look at everybody's drafts, the oldest first, until so many
-- are found, which it takes for cheap; for a bitmap it has to ask for the unit's own.
create or replace function unit_drafts(p_unit text, p_next text, p_day date, p_limit integer) returns uuid[]
language plpgsql stable set enable_indexscan = off as $$
begin
	return array(select f.id from dossier f join procedure_version v on v.id = f.procedure_version_id
		where f.unit_code = p_unit and f.state = 'draft' and exists (select from competence c
			where c.procedure_code = v.procedure_code and c.unit_code = p_next and in_force(c.valid_from, c.valid_until, p_day))
		limit p_limit);
end $$;

-- The next of an ended unit's dossiers, at most p_limit of each kind: what it holds, the drafts that the next unit takes, and
-- once there are no more of those all that it ever had to do with, the newest first. seen: how many of the kind of which there
-- were most.
create or replace function unit_succeed(u unit, p_next text, p_day date, p_limit integer, out seen integer, out moved bigint)
language plpgsql as $$
declare
	d dossier;
	held uuid[] := array(select h.id from dossier h where h.holder_unit_code = u.code and state_running(h.state) limit p_limit);
	drafts uuid[] := '{}';
	had uuid[] := '{}';
	followed uuid[];
begin
	if u.succeeded_to is null then
		drafts := unit_drafts(u.code, p_next, p_day, p_limit);
	end if;
	if cardinality(drafts) < p_limit then
		had := array(select r.dossier_id from dossier_party r where r.unit_code = u.code
				and r.dossier_id < coalesce(u.succeeded_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
			order by r.dossier_id desc limit p_limit);
	end if;
	seen := greatest(cardinality(held), cardinality(drafts), cardinality(had));
	moved := 0;
	for d in select * from dossier x where x.id = any (held || drafts || had)
			and (x.holder_unit_code = u.code or x.unit_code = u.code) and not state_ended(x.state)
		order by x.id for update
	loop
		perform dossier_succeed(d, u.code, p_next, now());
		moved := moved + (d.state <> 'draft')::integer;
	end loop;
	-- What the ended unit keeps the record of, and what it follows, is the next one's to read.
	with involved as (
		insert into dossier_party (dossier_id, role, unit_code)
		select r.dossier_id, 'involved', p_next from dossier_party r
		where r.dossier_id = any (had) and r.unit_code = u.code and r.until_at is null
			and not exists (select from dossier_party o
				where o.dossier_id = r.dossier_id and o.unit_code = p_next and o.until_at is null)
		returning dossier_id
	)
	select array_agg(i.dossier_id) into followed from involved i;
	perform unit_looks_for(p_next, followed);
	update unit set succeeded = seen < p_limit, succeeded_to = coalesce(had[cardinality(had)], u.succeeded_to)
	where code = u.code;
end $$;

-- The next dossiers of all units that have ended by a day (null: today) and have not been seen to; fewer than p_limit: there are
-- no more. A unit may have had a million: whoever asks again goes on where it was left.
drop function if exists units_succeed(date);
create or replace function units_succeed(p_on date, p_limit integer, out change jsonb, out seen integer) returns setof record
language plpgsql security definer
set search_path = public, pg_temp as $$
declare
	u unit;
	next_code text;
	moved bigint;
	the_day date := coalesce(p_on, local_day(now()));
	most integer := p_limit;
begin
	for u in select * from unit x where x.valid_until <= the_day and not x.succeeded order by x.code for update loop
		exit when most <= 0;
		next_code := unit_going_on(u.code, the_day);
		continue when next_code is null;
		select s.seen, s.moved into seen, moved from unit_succeed(u, next_code, the_day, most) s;
		most := most - seen;
		change := case when moved > 0 then catalogue_change('dossiers', u.code, the_day, jsonb_build_object('holder', u.code),
			jsonb_build_object('holder', next_code, 'count', moved)) end;
		return next;
	end loop;
end $$;
grant execute on function units_succeed to motcua_worker;
