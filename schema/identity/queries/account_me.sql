-- The caller.
-- params:
select account_body(a) as body from account a where a.id = caller_id()
