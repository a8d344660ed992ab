-- Drops the months of replies that no key leads to.
-- params:
select idempotency_drop() as name
