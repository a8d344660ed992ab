-- Counts of budgets whose time is over.
-- params: limit int4
select budgets_forget($1) as count
