-- Uploads.
-- needs: core/caller core/values files/stores identity/accounts identity/most

-- Whether there is room for another upload of so many bytes beside what the caller has open and has not attached to any
-- dossier. Where there is not, unfinished ones that were begun more than a day ago give way; then it says how long to wait,
-- until the oldest of the others has its day behind it: finished ones that no dossier took are forgotten then too.
create or replace function upload_make_room(p_length bigint) returns void language plpgsql as $$
declare
	has record;
	wait integer;
begin
	perform account_lock();
	has := account_uploads(caller_id());
	if has.open_uploads < quota_of('open_uploads') and has.loose_bytes + p_length <= quota_of('loose_bytes') then
		return;
	end if;
	delete from upload u where u.account_id = caller_id() and u.blob_sha256 is null and u.created_at < now() - interval '1 day';
	has := account_uploads(caller_id());
	select greatest(1, ceil(extract(epoch from min(coalesce(u.completed_at, u.created_at)) + interval '1 day' - now())))
	into wait from upload u
	where u.account_id = caller_id() and (u.blob_sha256 is null or has.open_uploads < quota_of('open_uploads'));
	if has.open_uploads >= quota_of('open_uploads') then
		perform problem_wait('too-many-uploads', wait);
	elsif has.loose_bytes + p_length > quota_of('loose_bytes') then
		perform problem_wait('too-many-bytes', wait);
	end if;
end $$;

create or replace function upload_create(p_id uuid, p_name text, p_length bigint, p_sha256 text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	expires timestamptz;
begin
	perform upload_make_room(p_length);
	insert into upload (id, account_id, name, length, declared_sha256, expires_at)
	values (p_id, caller_id(), p_name, p_length, p_sha256, now() + interval '7 days') returning expires_at into expires;
	return iso_time(expires);
end $$;
grant execute on function upload_create to motcua_citizen, motcua_staff;

create or replace function upload_get(p_id uuid, out name text, out length bigint, out received bigint,
	out declared_sha256 text, out blob_sha256 text, out expired boolean)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select u.name, u.length, u.received, u.declared_sha256, u.blob_sha256, u.expires_at < now() and u.blob_sha256 is null
	from upload u where u.id = p_id and u.account_id = caller_id()
$$;
grant execute on function upload_get to motcua_citizen, motcua_staff;

-- The piece is durable in the file; of two writers at one offset the second fails. The last piece is told with the file that
-- it makes, see upload_complete: until then the upload stands where it stood, and a client sends that piece again.
create or replace function upload_advance(p_id uuid, p_from bigint, p_to bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update upload set received = case when p_to < length then p_to else received end
	where id = p_id and account_id = caller_id() and received = p_from;
	if not found then
		perform problem('upload-offset');
	end if;
end $$;
grant execute on function upload_advance to motcua_citizen, motcua_staff;

-- The bytes are in the store: from here on the upload is complete, and its file can be used. A blob that was lost is there
-- again.
create or replace function upload_complete(p_id uuid, p_sha256 text, p_media_type text, p_name text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into blob (sha256, size, media_type)
	select p_sha256, u.length, p_media_type from upload u where u.id = p_id and u.account_id = caller_id()
	on conflict (sha256) do nothing;
	update upload set received = length, blob_sha256 = p_sha256, name = p_name, completed_at = now()
	where id = p_id and account_id = caller_id() and blob_sha256 is null;
	if not found then
		perform problem('upload-offset');
	end if;
	delete from check_loss l where l.check_name in ('blobs', 'contents') and l.subject = p_sha256;
end $$;
grant execute on function upload_complete to motcua_citizen, motcua_staff;

-- Ends an upload; of a finished one the record goes, what a dossier took of it stays. No row: no such upload.
create or replace function upload_delete(p_id uuid) returns setof uuid
language sql volatile security definer set search_path = public, pg_temp as $$
	delete from upload where id = p_id and account_id = caller_id() returning id
$$;
grant execute on function upload_delete to motcua_citizen, motcua_staff;
