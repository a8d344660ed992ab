-- Hashes of passwords. What stands here is all that touches them; these functions run as the owner of the table
-- (schema/core/definer.sql), as which no other rights on it are needed or given.

create or replace function password_of(p_account uuid) returns text language sql stable strict
security definer set search_path = public, pg_temp as $$
	select hash from password where account_id = p_account;
$$;

-- The first one of an account.
create or replace function password_set(p_account uuid, p_hash text) returns void language sql volatile
security definer set search_path = public, pg_temp as $$
	insert into password (account_id, hash) values (p_account, p_hash);
$$;

-- A hash with today's costs in place of the one that the password has just matched.
create or replace function account_rehash(p_account uuid, p_old_hash text, p_new_hash text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	update password set hash = p_new_hash where account_id = p_account and hash = p_old_hash;
$$;
grant execute on function account_rehash to motcua_public;
