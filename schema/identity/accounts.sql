-- Accounts. Before anyone is signed in these functions and those of sessions are all that anonymous callers can do.
-- needs: core/budgets core/caller core/idempotency core/values identity/acting identity/parties identity/passwords identity/posts

create or replace function account_body(a account) returns text language sql stable as $$
	select json_build_object(
		'id', a.id, 'full_name', (select p.name from party p where p.id = a.party_id), 'phone', a.phone, 'email', a.email,
		'personal_id', identifier_of(a.party_id, 'personal_id'),
		'role', account_role(a.id), 'position', a.position,
		'units', (select coalesce(json_agg(json_build_object('code', u.code, 'name', u.name) order by u.code), '[]')
			from unit u where u.code in (select held.unit_code from post held where held.account_id = a.id and post_now(held))),
		'unread_notifications', (select count(*) from
			(select from notification n where n.account_id = a.id and n.read_at is null limit 100) unread),
		'created_at', iso_time(a.created_at))::text
$$;
grant execute on function account_body to motcua_citizen, motcua_staff;

-- Lets one request of the caller's account after the other come to what is counted by account.
create or replace function account_lock() returns void language plpgsql as $$
begin
	perform from account a where a.id = caller_id() and a.closed_at is null for no key update;
	if not found then
		perform problem('unauthenticated');
	end if;
end $$;

-- Every account acts for its own party, whoever makes it.
create or replace function account_acts() returns trigger language plpgsql as $$
begin
	insert into acting (account_id, party_id, capacity, valid_from) values (new.id, new.party_id, 'self', new.created_at);
	return null;
end $$;
create or replace trigger account_acts after insert on account for each row execute function account_acts();

-- A person with an account, p as typed and checked: full_name, phone, email, personal_id, position. What people say of
-- themselves is evidence of that alone. Null if the login is somebody's already.
create or replace function account_add(p_id uuid, p jsonb, p_hash text) returns account language plpgsql as $$
declare
	the_party uuid := party_add(p, 'account');
	the_account account;
begin
	insert into account (id, party_id, phone, email, position)
	values (p_id, the_party, p ->> 'phone', p ->> 'email', p ->> 'position')
	on conflict do nothing returning * into the_account;
	if not found then
		delete from party_identifier where party_id = the_party;
		delete from party where id = the_party;
		return null;
	end if;
	perform password_set(p_id, p_hash);
	return the_account;
end $$;

-- One more account that is wanted from an address, of which p_address is the hash; p_rules: see budget_use. Counted before the
-- password is hashed, whatever comes of it: so many phones may be asked about, too.
create or replace function sign_up_count(p_address text, p_rules jsonb, out wait_seconds integer, out rate text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	select u.wait_seconds, u.rate into wait_seconds, rate from budget_use('sign-up', p_address, 1, p_rules) u;
end $$;
grant execute on function sign_up_count to motcua_public;

create or replace function account_create(p_id uuid, p_full_name text, p_phone text, p_email text, p_personal_id text,
	p_password_hash text, out status integer, out location text, out etag text, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	the_account account;
begin
	the_account := account_add(p_id, jsonb_build_object('full_name', p_full_name, 'phone', p_phone, 'email', p_email,
		'personal_id', p_personal_id), p_password_hash);
	if the_account.id is null then
		perform problem('account-exists');
	end if;
	select r.* into status, location, etag, body
	from reply_keep(201, '/v1/me', null, account_body(the_account)) r;
end $$;
grant execute on function account_create to motcua_public;

-- A sample person; p_hash is the hash of a password generated for this installation. Existing people stay as they are.
create or replace function import_account(p jsonb, p_id uuid, p_hash text) returns boolean language plpgsql as $$
begin
	if (account_add(p_id, p, p_hash)).id is null then
		return false;
	end if;
	insert into post (id, account_id, unit_code, role, valid_from)
	select uuid_v7(), p_id, unit, p ->> 'role', coalesce((p ->> 'valid_from')::date, local_day(now()))
	from jsonb_array_elements_text(coalesce(p -> 'units', '[]')) unit;
	return true;
end $$;
