-- The quotas that an account may have of its own.
-- params: quota text
select $1 = any (quotas()) as known, array_to_string(quotas(), ', ') as names
