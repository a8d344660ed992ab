-- Quotas: how much of something the caller may have, or do in a day. The numbers are limits of the vocabulary, whose `staff`
-- is for those at the desk; an account may have one of its own (the table quota).
-- needs: core/budgets core/caller vocabulary/limits

create or replace function quota_of(p_quota text) returns bigint language plpgsql stable as $$
begin
	return coalesce((select q.most from quota q where q.account_id = caller_id() and q.quota = p_quota),
		case when caller_kind() = 'staff' then limit_of_staff(p_quota) end, limit_of(p_quota));
end $$;

-- One more of what the caller may do so often in 24 hours: refused with a problem that says how long to wait.
create or replace function quota_take(p_quota text, p_problem text) returns void language plpgsql as $$
declare
	taken record := budget_use_of(p_quota, caller_id()::text, 1, 86400, quota_of(p_quota));
begin
	if taken.wait_seconds is not null then
		perform problem_wait(p_problem, taken.wait_seconds);
	end if;
end $$;
