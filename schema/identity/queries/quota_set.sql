-- Gives an account a quota of its own, in place of the one that it may have. Whether there is such an account.
-- params: account_id uuid, quota text, most int8, why text
with given as (
	insert into quota (account_id, quota, most, why)
	select a.id, $2, $3, $4 from account a where a.id = $1
	on conflict (account_id, quota) do update set most = excluded.most, why = excluded.why, given_at = excluded.given_at
	returning 1)
select exists (select from given) as given
