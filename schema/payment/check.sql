-- What the check of the ledger asks (api/core/check.h).
-- needs: core/checks

-- A stretch of entries and of payments that have arrived, by their ids: the last of so many; null if they come to the end.
create or replace function ledger_stretch(p_after text, p_limit integer, out until uuid, out looked bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
	low uuid := stretch_low(p_after);
	ids uuid[] := array(
		select x.id from ((select e.id from ledger_entry e where e.id > low order by e.id limit p_limit)
			union all (select p.id from payment p where p.id > low and p.state = 'paid' order by p.id limit p_limit)) x
		order by x.id limit p_limit);
begin
	looked := cardinality(ids);
	until := case when looked = p_limit then ids[p_limit] end;
end $$;
grant execute on function ledger_stretch to motcua_worker;

-- Entries of a stretch that do not balance or say of a payment what it does not, and payments that no entry books, or two do.
create or replace function ledger_faults(p_after text, p_until text, out id uuid, out what text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	low uuid := stretch_low(p_after);
	high uuid := stretch_high(p_until);
begin
	return query
	select e.id, case when l.lines < 2 or l.balance <> 0 then 'the entry does not balance'
		else 'the entry says another sum than its payment' end
	from ledger_entry e
	left join payment p on p.id = e.payment_id
	cross join lateral (select count(*) as lines, coalesce(sum(x.amount), 0) as balance,
		sum(x.amount) filter (where x.amount > 0) as debit from ledger_line x where x.entry_id = e.id) l
	where e.id > low and e.id <= high and (l.lines < 2 or l.balance <> 0
		or e.kind <> 'unmatched_money' and (p.state is distinct from 'paid' or l.debit is distinct from p.amount))
	union all
	select p.id, format('%s entries book the payment', (select count(*) from ledger_entry e where e.payment_id = p.id))
	from payment p
	where p.id > low and p.id <= high and p.state = 'paid'
		and (select count(*) from ledger_entry e where e.payment_id = p.id and e.kind <> 'unmatched_money') <> 1
	order by 1;
end $$;
grant execute on function ledger_faults to motcua_worker;
