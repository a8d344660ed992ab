-- Accounts and sessions before anyone is signed in: these few functions are all that anonymous callers can do.

create or replace function account_body(a account) returns text language sql stable as $$
	select json_build_object(
		'id', a.id, 'full_name', a.full_name, 'phone', a.phone, 'email', a.email, 'personal_id', a.personal_id,
		'role', a.role, 'position', a.position,
		'units', (select coalesce(json_agg(json_build_object('code', u.code, 'name', u.name) order by u.code), '[]')
			from account_unit au join unit u on u.code = au.unit_code where au.account_id = a.id),
		'unread_notifications', (select count(*) from
			(select from notification n where n.account_id = a.id and n.read_at is null limit 100) unread),
		'created_at', iso_time(a.created_at))::text
$$;

create or replace function account_create(p_id uuid, p_full_name text, p_phone text, p_email text, p_personal_id text,
	p_password_hash text, out status integer, out location text, out etag text, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_account account;
begin
	insert into account (id, full_name, phone, email, personal_id, password_hash)
	values (p_id, p_full_name, p_phone, p_email, p_personal_id, p_password_hash)
	on conflict do nothing returning * into the_account;
	if not found then
		perform problem('account-exists');
	end if;
	select r.* into status, location, etag, body
	from reply_keep(201, '/v1/me', null, account_body(the_account)) r;
end $$;

-- What signing in needs, by phone number or e-mail in any case. No row: no such account.
create or replace function account_by_login(p_login text, out id uuid, out password_hash text)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select a.id, a.password_hash from account a
	where (a.phone = p_login or lower(a.email) = lower(p_login)) and a.closed_at is null
$$;

-- A hash with today's costs in place of the one that the password has just matched.
create or replace function account_rehash(p_account uuid, p_old_hash text, p_new_hash text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	update account set password_hash = p_new_hash where id = p_account and password_hash = p_old_hash;
$$;

create or replace function session_claims(p_session uuid,
	out account_id uuid, out session_id uuid, out role text, out full_name text, out units json)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select a.id, s.id, a.role, a.full_name,
		-- A leader's units count with all below them: see unit_and_above.
		(select coalesce(json_agg(code order by code), '[]') from (
			select au.unit_code as code from account_unit au where au.account_id = a.id
			union all
			select au.unit_code || '/*' from account_unit au where au.account_id = a.id and a.role = 'leader') codes)
	from session s join account a on a.id = s.account_id
	where s.id = p_session and s.revoked_at is null and s.expires_at > now() and a.closed_at is null
$$;

create or replace function session_create(p_account uuid, p_refresh_hash text,
	out account_id uuid, out session_id uuid, out role text, out full_name text, out units json)
returns setof record language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_session uuid := uuid_v7();
begin
	insert into session (id, account_id, expires_at) values (the_session, p_account, now() + interval '30 days');
	insert into refresh_token (hash, session_id) values (p_refresh_hash, the_session);
	return query select * from session_claims(the_session);
end $$;

-- A refresh token serves once; two tabs may race for ten seconds, later reuse is theft and ends the session.
-- The answer is 'ok' with the claims, 'reused' (the session has been ended: commit!), or 'unknown'.
create or replace function session_refresh(p_old_hash text, p_new_hash text,
	out outcome text, out account_id uuid, out session_id uuid, out role text, out full_name text, out units json)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_token refresh_token;
begin
	select * into the_token from refresh_token t where t.hash = p_old_hash for update;
	if not found then
		outcome := 'unknown';
		return;
	end if;
	if the_token.used_at < now() - interval '10 seconds' then
		update session s set revoked_at = now() where s.id = the_token.session_id and s.revoked_at is null;
		outcome := 'reused';
		return;
	end if;
	select 'ok', c.* into outcome, account_id, session_id, role, full_name, units
	from session_claims(the_token.session_id) c;
	if not found then
		outcome := 'unknown';
		return;
	end if;
	update refresh_token t set used_at = coalesce(t.used_at, now()) where t.hash = p_old_hash;
	insert into refresh_token (hash, session_id) values (p_new_hash, session_id);
end $$;

create or replace function session_revoke(p_session uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	update session set revoked_at = now() where id = p_session and account_id = caller_id() and revoked_at is null;
$$;

-- Sessions ended lately: every instance refuses their access tokens, which would otherwise live ten minutes on.
create or replace function sessions_revoked_since(p_since timestamptz) returns table (session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
	select id from session where revoked_at >= p_since
$$;
