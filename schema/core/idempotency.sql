-- Replies kept for repeated requests (draft-ietf-httpapi-idempotency-key-header). Nobody reads the tables but these.
-- needs: core/caller core/partitions core/values

create or replace function idempotency_scope() returns uuid language sql stable
return coalesce(caller_id(), '00000000-0000-0000-0000-000000000000'::uuid);

-- Fails when a reply is kept for the key already (the program then asks for it).
create or replace function idempotency_begin(p_key text) returns void
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	if exists (select from idempotency_key where account_id = idempotency_scope() and key = p_key) then
		perform problem('idempotency-in-progress');
	end if;
end $$;
grant execute on function idempotency_begin to motcua_api;

-- The key is looked up first: most keys are new, and to plan a look at the replies means to open all their months.
create or replace function idempotency_find(p_key text, p_operation text, p_hash text,
	out same boolean, out status smallint, out location text, out etag text, out body text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	the_reply uuid;
begin
	select k.reply_id into the_reply from idempotency_key k where k.account_id = idempotency_scope() and k.key = p_key;
	if found then
		return query select r.operation = p_operation and r.hash = p_hash, r.status, r.location, r.etag, r.body
			from idempotency_reply r where r.id = the_reply;
	end if;
end $$;
grant execute on function idempotency_find to motcua_api;

-- The last statement of a request that creates: hands its reply through and keeps it if a key was given.
-- A second transaction with the same key waits here for the first and then fails: one effect, one body.
-- p_of: what is created, if it can be deleted again; under its id, a UUIDv7, the reply is found then (reply_erase). Else null.
create or replace function reply_keep_of(p_of uuid, p_status integer, p_location text, p_etag text, p_body text,
	out status integer, out location text, out etag text, out body text)
language plpgsql as $$
declare
	the_key text := nullif(current_setting('motcua.key', true), '');
	reply uuid;
	-- Of a request that carries secrets only stays that it was done.
	kept boolean := coalesce(current_setting('motcua.secret', true), '') = '';
begin
	status := p_status;
	location := p_location;
	etag := p_etag;
	body := p_body;
	if the_key is not null then
		-- Of this request: a UUIDv7 too.
		reply := coalesce(p_of, caller_request(), uuid_v7());
		with taken as (
			insert into idempotency_key (account_id, key, reply_id) values (idempotency_scope(), the_key, reply)
			on conflict (account_id, key) do nothing returning reply_id
		)
		insert into idempotency_reply (id, operation, hash, status, location, etag, body)
		select t.reply_id, current_setting('motcua.operation'), current_setting('motcua.hash'), p_status,
			case when kept then p_location end, case when kept then p_etag end, case when kept then p_body else '' end
		from taken t;
		if not found then
			perform problem('idempotency-in-progress');
		end if;
	end if;
end $$;

create or replace function reply_keep(p_status integer, p_location text, p_etag text, p_body text,
	out status integer, out location text, out etag text, out body text)
language plpgsql as $$
begin
	select k.* into status, location, etag, body from reply_keep_of(null, p_status, p_location, p_etag, p_body) k;
end $$;

-- What is deleted is deleted from the reply that told of its making too; the key says so, should it be used again.
create or replace function reply_erase(p_of uuid) returns void language sql as $$
	update idempotency_reply set status = 410, location = null, etag = null, body = '' where id = p_of
$$;

-- Ends the keys of 30 days ago, so many at a time; how many it ended.
create or replace function idempotency_forget(p_limit integer) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
	with ended as (
		delete from idempotency_key where (account_id, key) in (
			select account_id, key from idempotency_key where reply_id < uuid_floor(now() - interval '30 days')
			order by reply_id limit p_limit)
		returning 1
	)
	select count(*) from ended
$$;
grant execute on function idempotency_forget to motcua_worker;

-- Replies go by the month, once no key leads to any of it. The last month stays: the next ones are made behind it.
create or replace function idempotency_drop() returns setof text
language plpgsql volatile security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare
	month record;
begin
	for month in
		select p.name, p.until from partitions_of('idempotency_reply') p
		where p.until <= uuid_floor(now() - interval '30 days')
			and p.until < (select max(q.until::text)::uuid from partitions_of('idempotency_reply') q)
			and not exists (select from idempotency_key k where k.reply_id < p.until)
	loop
		execute format('drop table %I', month.name);
		return next month.name;
	end loop;
end $$;
grant execute on function idempotency_drop to motcua_worker;
