-- Ends the oldest keys past their time.
-- params: limit int4
select idempotency_forget($1) as count
