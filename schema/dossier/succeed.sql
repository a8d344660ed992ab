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

-- Open dossiers, and drafts that the next unit takes, of all units that have ended by a day (null: today) and have not been
-- seen to.
create or replace function units_succeed(p_on date) returns setof jsonb
language plpgsql security definer
set search_path = public, pg_temp as $$
declare
	u unit;
	d dossier;
	next_code text;
	moved bigint;
	followed uuid[];
	the_day date := coalesce(p_on, local_day(now()));
begin
	for u in select * from unit x where x.valid_until <= the_day and not x.succeeded order by x.code for update loop
		next_code := unit_going_on(u.code, the_day);
		moved := 0;
		for d in select * from dossier x where x.id in (
					select h.id from dossier h where h.holder_unit_code = u.code and state_running(h.state)
					union all
					select r.dossier_id from dossier_party r where r.unit_code = u.code
					union all
					select f.id from dossier f where f.unit_code = u.code and f.state = 'draft')
				and (x.holder_unit_code = u.code or x.unit_code = u.code)
				and not state_ended(x.state) and next_code is not null and (x.state <> 'draft' or exists (
					select from competence c join procedure_version v on v.procedure_code = c.procedure_code
					where v.id = x.procedure_version_id and c.unit_code = next_code
						and in_force(c.valid_from, c.valid_until, the_day)))
			order by x.id for update
		loop
			perform dossier_succeed(d, u.code, next_code, now());
			moved := moved + (d.state <> 'draft')::integer;
		end loop;
		-- What the ended unit keeps the record of, and what it follows, is the next one's to read.
		with involved as (
			insert into dossier_party (dossier_id, role, unit_code)
			select r.dossier_id, 'involved', next_code from dossier_party r
			where r.unit_code = u.code and r.until_at is null and next_code is not null
				and not exists (select from dossier_party o
					where o.dossier_id = r.dossier_id and o.unit_code = next_code and o.until_at is null)
			returning dossier_id
		)
		select array_agg(i.dossier_id) into followed from involved i;
		perform unit_looks_for(next_code, followed);
		update unit set succeeded = next_code is not null where code = u.code;
		if moved > 0 then
			return next catalogue_change('dossiers', u.code, the_day, jsonb_build_object('holder', u.code),
				jsonb_build_object('holder', next_code, 'count', moved));
		end if;
	end loop;
end $$;
grant execute on function units_succeed to motcua_worker;
