-- Who may touch the tables of identity. Deny by default: nothing but what stands here.
-- needs: catalogue/units core/caller identity/acting identity/posts

grant select on account, party, post, session to motcua_citizen, motcua_staff, motcua_worker;
grant select on acting, party_identifier to motcua_citizen, motcua_staff;

drop policy if exists self on acting;
create policy self on acting for select to motcua_citizen, motcua_staff using (account_id = (select caller_id()));
drop policy if exists self on party;
create policy self on party for select to motcua_citizen, motcua_staff using (id = any (caller_parties()));
drop policy if exists work on party;
create policy work on party for select to motcua_worker using (true);
drop policy if exists self on party_identifier;
create policy self on party_identifier for select to motcua_citizen, motcua_staff using (party_id = any (caller_parties()));
drop policy if exists self on account;
create policy self on account for select to motcua_citizen, motcua_staff using (id = (select caller_id()));
drop policy if exists colleagues on account;
create policy colleagues on account for select to motcua_staff using (
	(select caller_is_staff()) and exists (select from post held where held.account_id = account.id and post_now(held)
		and held.role in ('officer', 'leader') and held.unit_code = any ((select units_below(caller_units()))::text[])));
drop policy if exists self on post;
create policy self on post for select to motcua_citizen, motcua_staff using (account_id = (select caller_id()));
drop policy if exists colleagues on post;
create policy colleagues on post for select to motcua_staff using (
	(select caller_is_staff()) and unit_code = any ((select units_below(caller_units()))::text[]));
drop policy if exists self on session;
create policy self on session for select to motcua_citizen, motcua_staff
	using (account_id = (select caller_id()));
drop policy if exists work on account;
create policy work on account for select to motcua_worker using (true);
drop policy if exists work on contact_proof;
drop policy if exists work on session;
create policy work on session to motcua_worker using (expires_at < now() - interval '30 days');
