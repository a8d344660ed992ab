-- Takes a quota of its own from an account, or all of them (null): how many there were.
-- params: account_id uuid, quota text
with cleared as (delete from quota where account_id = $1 and ($2 is null or quota = $2) returning 1)
select count(*) as count from cleared
