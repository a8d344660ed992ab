-- Replies kept for repeated requests (draft-ietf-httpapi-idempotency-key-header). Nobody reads the table but these.
-- needs: core/caller

create or replace function idempotency_scope() returns uuid language sql stable
return coalesce(caller_id(), '00000000-0000-0000-0000-000000000000'::uuid);

-- Remembers the key for reply_keep; fails when a reply is kept already (the program then asks for it).
create or replace function idempotency_begin(p_key text, p_operation text, p_hash text) returns void
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	perform set_config('motcua.key', p_key, true), set_config('motcua.operation', p_operation, true),
		set_config('motcua.hash', p_hash, true);
	if exists (select from idempotency where account_id = idempotency_scope() and key = p_key) then
		perform problem('idempotency-in-progress');
	end if;
end $$;
grant execute on function idempotency_begin to motcua_api;

create or replace function idempotency_find(p_key text, p_operation text, p_hash text,
	out same boolean, out status smallint, out location text, out etag text, out body text)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select operation = p_operation and hash = p_hash, i.status, i.location, i.etag, i.body
	from idempotency i where account_id = idempotency_scope() and key = p_key
$$;
grant execute on function idempotency_find to motcua_api;

-- The last statement of a request that creates: hands its reply through and keeps it if a key was given.
-- A second transaction with the same key waits here for the first and then fails: one effect, one body.
create or replace function reply_keep(p_status integer, p_location text, p_etag text, p_body text,
	out status integer, out location text, out etag text, out body text)
language plpgsql as $$
declare
	the_key text := nullif(current_setting('motcua.key', true), '');
begin
	status := p_status;
	location := p_location;
	etag := p_etag;
	body := p_body;
	if the_key is not null then
		insert into idempotency (account_id, key, operation, hash, status, location, etag, body)
		values (idempotency_scope(), the_key, current_setting('motcua.operation'), current_setting('motcua.hash'),
			p_status, p_location, p_etag, p_body)
		on conflict (account_id, key) do nothing;
		if not found then
			perform problem('idempotency-in-progress');
		end if;
	end if;
end $$;
