-- Sessions and their refresh tokens.
-- needs: core/budgets core/caller core/values identity/devices identity/known_devices identity/posts

create or replace function session_claims(p_session uuid,
	out account_id uuid, out session_id uuid, out role text, out units json)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select a.id, s.id, account_role(a.id),
		-- A leader's units count with all below them: see units_below.
		(select coalesce(json_agg(distinct code order by code), '[]') from (
			select held.unit_code as code from post held where held.account_id = a.id and post_now(held)
			union all
			select held.unit_code || '/*' from post held where held.account_id = a.id and post_now(held)
				and held.role = 'leader') codes)
	from session s join account a on a.id = s.account_id
	where s.id = p_session and s.revoked_at is null and s.expires_at > now() and a.closed_at is null
$$;

-- The password was right: what the try was counted by gets it back. device_new: p_new_device holds, see device_know.
create or replace function session_create(p_account uuid, p_refresh_hash text, p_device text, p_language text, p_tried text,
	p_devices text[], p_new_device text, p_shared boolean,
	out account_id uuid, out session_id uuid, out role text, out units json, out device_new boolean)
returns setof record language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_session uuid := uuid_v7();
begin
	insert into session (id, account_id, expires_at) values (the_session, p_account, now() + interval '30 days');
	insert into refresh_token (hash, session_id) values (p_refresh_hash, the_session);
	perform device_see(p_device, p_account);
	update account a set language = p_language where a.id = p_account and a.language <> p_language;
	perform budget_give('sign-in', p_tried, 1);
	device_new := device_know(p_account, p_devices, p_new_device, p_shared);
	return query select c.*, device_new from session_claims(the_session) c;
end $$;
grant execute on function session_create to motcua_public;

-- A refresh token serves once; two tabs may race for ten seconds and are given the same successor, later reuse is theft and
-- ends the session: two who hold one token cannot both go on. p_sealed: the successor, which only the old token opens.
-- The answer is 'ok' with the claims and the successor as sealed by who came first, 'reused' with whose it was (the session has
-- been ended: commit!), or 'unknown'.
create or replace function session_refresh(p_old_hash text, p_new_hash text, p_sealed text,
	out outcome text, out successor text, out account_id uuid, out session_id uuid, out role text, out units json)
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
		select 'reused', s.account_id into outcome, account_id from session s where s.id = the_token.session_id;
		return;
	end if;
	select 'ok', c.* into outcome, account_id, session_id, role, units
	from session_claims(the_token.session_id) c;
	if not found then
		outcome := 'unknown';
		return;
	end if;
	successor := coalesce(the_token.successor, p_sealed);
	if the_token.used_at is null then
		update refresh_token t set used_at = now(), successor = p_sealed where t.hash = p_old_hash;
		insert into refresh_token (hash, session_id) values (p_new_hash, session_id);
	end if;
end $$;
grant execute on function session_refresh to motcua_public;

create or replace function session_revoke(p_session uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	update session set revoked_at = now() where id = p_session and account_id = caller_id() and revoked_at is null;
$$;
grant execute on function session_revoke to motcua_citizen, motcua_staff;

-- Sessions ended lately: every instance refuses their access tokens, which would otherwise live ten minutes on.
create or replace function sessions_revoked_since(p_since timestamptz) returns table (session_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
	select id from session where revoked_at >= p_since
$$;
grant execute on function sessions_revoked_since to motcua_system;
