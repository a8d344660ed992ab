-- Who may touch the tables of identity. Deny by default: nothing but what stands here.
-- needs: catalogue/units core/caller

grant select on account, account_unit, session to motcua_citizen, motcua_staff, motcua_worker;
grant delete on refresh_token, session to motcua_worker;
grant select on refresh_token to motcua_worker;

drop policy if exists self on account;
create policy self on account for select to motcua_citizen, motcua_staff using (id = (select caller_id()));
drop policy if exists colleagues on account;
create policy colleagues on account for select to motcua_staff using (
	role in ('officer', 'leader') and (select caller_is_staff())
	and exists (select from account_unit au
		where au.account_id = id and au.unit_code = any ((select units_below(caller_units()))::text[])));
drop policy if exists self on account_unit;
create policy self on account_unit for select to motcua_citizen, motcua_staff using (account_id = (select caller_id()));
drop policy if exists colleagues on account_unit;
create policy colleagues on account_unit for select to motcua_staff using (
	(select caller_is_staff()) and unit_code = any ((select units_below(caller_units()))::text[]));
drop policy if exists self on session;
create policy self on session for select to motcua_citizen, motcua_staff
	using (account_id = (select caller_id()));
drop policy if exists work on account;
create policy work on account for select to motcua_worker using (true);
drop policy if exists work on refresh_token;
create policy work on refresh_token to motcua_worker using (created_at < now() - interval '60 days');
drop policy if exists work on session;
create policy work on session to motcua_worker using (expires_at < now() - interval '30 days');
