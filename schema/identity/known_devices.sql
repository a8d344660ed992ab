-- Tries to sign in, and the devices that are known, see the table known_device.
-- needs: core/budgets identity/passwords

-- One try, counted before anybody looks at the password: by the device if it is known for this account, else by the account,
-- or by what was typed where there is none, so that both are answered alike. p_by_login, p_by_device: the rules of each, see
-- budget_use. One row: id and hash are null for nobody; tried is what was counted, to be given back if the password is right.
create or replace function sign_in_count(p_login text, p_devices text[], p_by_login jsonb, p_by_device jsonb,
	out id uuid, out password_hash text, out known boolean, out tried text, out wait_seconds integer,
	out rate text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	device text;
begin
	select a.id into id from account a
	where (a.phone = p_login or lower(a.email) = lower(p_login)) and a.closed_at is null;
	password_hash := password_of(id);
	select d.hash into device from known_device d where d.hash = any (p_devices) and d.account_id = id;
	known := device is not null;
	tried := coalesce(device, id::text, encode(sha256(convert_to(lower(p_login), 'UTF8')), 'hex'));
	select u.wait_seconds, u.rate into wait_seconds, rate
	from budget_use('sign-in', tried, 1, case when known then p_by_device else p_by_login end) u;
end $$;
grant execute on function sign_in_count to motcua_public;

-- The password was right: the device is known for this account from now on, with p_new if it was not before; on one that
-- others use too (p_shared) it is known no more. Whether p_new holds. Of an account's devices the ten used last are kept.
create or replace function device_know(p_account uuid, p_devices text[], p_new text, p_shared boolean) returns boolean
language plpgsql as $$
begin
	if p_shared then
		delete from known_device d where d.account_id = p_account and d.hash = any (p_devices);
		return false;
	end if;
	update known_device d set used_at = now() where d.account_id = p_account and d.hash = any (p_devices);
	if found then
		return false;
	end if;
	insert into known_device (hash, account_id) values (p_new, p_account);
	delete from known_device d where d.hash in (
		select other.hash from known_device other where other.account_id = p_account order by other.used_at desc offset 10);
	return true;
end $$;

-- Another password: who knew the one before may have signed in with it, and his device is a stranger's now. A hash made anew
-- with today's costs ends them too: every few years, one sign-in from each device is counted as a stranger's.
create or replace function known_devices_end() returns trigger language plpgsql as $$
begin
	delete from known_device where account_id = new.account_id;
	return null;
end $$;
create or replace trigger known_devices_end after update of hash on password
	for each row when (old.hash <> new.hash) execute function known_devices_end();
