-- Passes over everything that is kept (api/core/check.h): where each stands, what it found. A pass goes in portions, and its
-- place is a text behind which the next portion begins: all that it looks at has an order.
-- needs: core/values

-- The bounds of a stretch of ids, which a pass has as texts: behind the first, where "" and null are before all, and up to the
-- second, where null is behind all.
create or replace function stretch_low(p_after text) returns uuid language sql immutable parallel safe as $$
	select coalesce(nullif(p_after, ''), '00000000-0000-0000-0000-000000000000')::uuid
$$;
create or replace function stretch_high(p_until text) returns uuid language sql immutable parallel safe as $$
	select coalesce(p_until, 'ffffffff-ffff-ffff-ffff-ffffffffffff')::uuid
$$;

-- The place of the pass under way; a new one begins with the first round after one o'clock at night. No row: not now.
create or replace function check_next(p_name text) returns setof text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	insert into check_pass (name) values (p_name) on conflict do nothing;
	update check_pass c set place = '', begun_at = now(), looked = 0, mended = 0
	where c.name = p_name and c.place is null and (c.begun_at is null
		or local_day(c.begun_at - interval '1 hour') < local_day(now() - interval '1 hour'));
	return query select c.place from check_pass c where c.name = p_name and c.place is not null;
end $$;
grant execute on function check_next to motcua_worker;

-- What a portion found that cannot be mended takes the place of what was said of this stretch before: behind p_after, up to
-- p_until, or to the end (null).
create or replace function check_tell(p_name text, p_after text, p_until text, p_subjects text[], p_whats text[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	delete from check_loss l where l.check_name = p_name and l.subject > p_after and (p_until is null or l.subject <= p_until)
		and not l.subject = any (p_subjects);
	insert into check_pass (name) values (p_name) on conflict do nothing;
	insert into check_loss (check_name, subject, what)
	select p_name, found.subject, found.what from unnest(p_subjects, p_whats) found(subject, what)
	on conflict (check_name, subject) do update set what = excluded.what where check_loss.what <> excluded.what;
end $$;
grant execute on function check_tell to motcua_worker;

-- The pass has come from p_after to p_until, or to its end (null). Of two that did the same portion one is counted.
create or replace function check_goes_on(p_name text, p_after text, p_until text, p_looked bigint, p_mended bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	update check_pass c set place = p_until, looked = c.looked + p_looked, mended = c.mended + p_mended
	where c.name = p_name and c.place = p_after;
	if found and p_until is null then
		update check_pass c set ended_at = now(), last_looked = c.looked, last_mended = c.mended where c.name = p_name;
	end if;
end $$;
grant execute on function check_goes_on to motcua_worker;

create or replace function check_losses(p_name text, p_after text, out subject text, out what text)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select l.subject, l.what from check_loss l where l.check_name = p_name and l.subject > p_after order by l.subject limit 1000
$$;
grant execute on function check_losses to motcua_worker, motcua_readonly;

-- The figures of all: how many losses are known, a thousand at most, since when the oldest of these; when the last whole pass
-- ended and what it did. Read in the order of the key: where many were just found, PostgreSQL would read them all to sort them.
create or replace function check_figures(out name text, out losses bigint, out oldest_loss_at timestamptz,
	out ended_at timestamptz, out looked bigint, out mended bigint)
returns setof record language sql stable security definer set search_path = public, pg_temp set enable_bitmapscan = off as $$
	select c.name, l.losses, l.oldest, c.ended_at, c.last_looked, c.last_mended
	from check_pass c cross join lateral (select count(*) as losses, min(x.found_at) as oldest
		from (select found_at from check_loss k where k.check_name = c.name order by k.subject limit 1000) x) l
	order by c.name
$$;
grant execute on function check_figures to motcua_system, motcua_readonly;
