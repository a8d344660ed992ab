-- Budgets, see the table budget. How much there is stands in the contract (x-rate), and comes with each use.
-- needs:

-- Uses so much of a budget that has p_most in p_seconds. wait_seconds: it is used up, nothing was counted, and so long it
-- lasts. Two that come at once wait for each other: no more than the budget passes. remains: what is left, for resets seconds.
create or replace function budget_use_of(p_kind text, p_key text, p_amount bigint, p_seconds integer, p_most bigint,
	out wait_seconds integer, out remains bigint, out resets integer)
language plpgsql as $$
declare
	long interval := make_interval(secs => p_seconds);
	has budget;
begin
	insert into budget as b (kind, key, seconds, begun_at, used)
	select p_kind, p_key, p_seconds, now(), p_amount where p_amount <= p_most
	on conflict (kind, key, seconds) do update set
		begun_at = case when b.begun_at <= now() - long then now() else b.begun_at end,
		used = case when b.begun_at <= now() - long then p_amount else b.used + p_amount end
	where b.begun_at <= now() - long or b.used + p_amount <= p_most
	returning * into has;
	if found then
		remains := p_most - has.used;
		resets := ceil(extract(epoch from has.begun_at + long - now()));
	else
		wait_seconds := coalesce((select greatest(1, ceil(extract(epoch from b.begun_at + long - now())))
			from budget b where b.kind = p_kind and b.key = p_key and b.seconds = p_seconds), p_seconds);
	end if;
end $$;

-- The same of several rules {"seconds": most in so many seconds, ...}, whose shorter times are asked first, so that what they
-- refuse leaves the longer ones alone. rate: what is left by the rule that leaves least, and for how many seconds, as the
-- header RateLimit says it.
create or replace function budget_use(p_kind text, p_key text, p_amount bigint, p_rules jsonb,
	out wait_seconds integer, out rate text)
language plpgsql as $$
declare
	rule record;
	used record;
	least bigint;
begin
	for rule in select r.key::integer as seconds, r.value::bigint as most from jsonb_each_text(p_rules) r order by r.key::integer
	loop
		used := budget_use_of(p_kind, p_key, p_amount, rule.seconds, rule.most);
		if used.wait_seconds is not null then
			wait_seconds := used.wait_seconds;
			rate := rate_left(rule.seconds, 0, wait_seconds);
			return;
		end if;
		if least is null or used.remains <= least then
			least := used.remains;
			rate := rate_left(rule.seconds, least, used.resets);
		end if;
	end loop;
end $$;

-- What is left of a rule, as the header RateLimit says it; api/core/budget.c names the rules alike.
create or replace function rate_left(p_seconds integer, p_left bigint, p_resets integer) returns text language sql stable
return format('"%s";r=%s;t=%s', case p_seconds when 60 then 'minute' when 3600 then 'hour' else 'day' end, p_left, p_resets);

-- Gives back what was not used after all.
create or replace function budget_give(p_kind text, p_key text, p_amount bigint) returns void language sql volatile as $$
	update budget set used = greatest(0, used - p_amount) where kind = p_kind and key = p_key;
$$;
