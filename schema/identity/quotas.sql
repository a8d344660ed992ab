-- Quotas: how much of something the caller may have, or do in a day. The numbers are limits of the vocabulary, whose `staff`
-- is for those at the desk; an account may have one of its own (the table quota).
-- needs: core/budgets core/caller

-- Which there are.
create or replace function quotas() returns text[] language sql immutable parallel safe
return '{open_uploads,loose_bytes,open_drafts,drafts_a_day,filings_a_day}'::text[];

-- How much of each the caller may have says identity/most.

-- One more of what the caller may do so often in 24 hours: how many are left, or a problem that says how long to wait.
create or replace function quota_use(p_quota text, p_most bigint, p_problem text) returns bigint language plpgsql as $$
declare
	taken record := budget_use_of(p_quota, caller_id()::text, 1, 86400, p_most);
begin
	if taken.wait_seconds is not null then
		perform problem_wait(p_problem, taken.wait_seconds);
	end if;
	return taken.remains;
end $$;
