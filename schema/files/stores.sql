-- What becomes of files that nobody needs any more, and what the checks of the two stores ask: rows here, bytes on the disk.
-- needs: core/checks
-- A blob lives as long as an upload or a file of a dossier names it; an upload lives for a day after it is complete. The order
-- of things is that of lib/store/blob.h.

-- ---- a blob that may have lost its last name ----

-- Whoever takes a name away says so; that there are others is looked at later.
create or replace function blob_loosen() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into blob_loose as l (sha256) select distinct o.blob_sha256 from old_rows o where o.blob_sha256 is not null
	-- Also a mark that is there is written: whoever is about to take it away waits, or is waited for.
	on conflict (sha256) do update set since = l.since;
	return null;
end $$;

create or replace trigger blob_loosen after delete on upload referencing old table as old_rows
	for each statement execute function blob_loosen();
create or replace trigger blob_loosen after delete on dossier_file referencing old table as old_rows
	for each statement execute function blob_loosen();

create or replace function blob_named(p_sha256 text) returns boolean language sql stable
return exists (select from upload u where u.blob_sha256 = p_sha256)
	or exists (select from dossier_file f where f.blob_sha256 = p_sha256);

-- The next marks, by the folder that they lie in.
create or replace function blobs_loose(p_limit integer) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
	select l.sha256 from blob_loose l order by l.sha256 limit p_limit
$$;
grant execute on function blobs_loose to motcua_worker;

-- Takes away the rows of blobs that nobody names: those to remove from the disk. The mark of one that is named goes; the
-- others' stay until the bytes are gone, see blobs_gone. A mark that is being written is for the next round.
create or replace function blobs_release(p_sha256 text[]) returns setof text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	the_mark text;
begin
	for the_mark in select l.sha256 from blob_loose l where l.sha256 = any (p_sha256) order by 1 for update skip locked loop
		begin
			delete from blob b where b.sha256 = the_mark and not blob_named(the_mark);
			if exists (select from blob b where b.sha256 = the_mark) then
				delete from blob_loose l where l.sha256 = the_mark;
			else
				return next the_mark;
			end if;
		exception when foreign_key_violation then
			-- Named in this moment.
			delete from blob_loose l where l.sha256 = the_mark;
		end;
	end loop;
end $$;
grant execute on function blobs_release to motcua_worker;

create or replace function blobs_gone(p_sha256 text[]) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	delete from blob_loose l where l.sha256 = any (p_sha256) and not exists (select from blob b where b.sha256 = l.sha256)
$$;
grant execute on function blobs_gone to motcua_worker;

-- ---- uploads ----

-- Ends complete uploads of a day ago, so many at a time: what a dossier took of them it names itself. How many.
create or replace function uploads_forget(p_limit integer) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
	with ended as (
		delete from upload where id in (
			select u.id from upload u where u.completed_at < now() - interval '24 hours' order by u.completed_at limit p_limit)
		returning 1
	)
	select count(*) from ended
$$;
grant execute on function uploads_forget to motcua_worker;

-- Which uploads behind one id are to have bytes on the disk, up to another (null: the last), and how many.
create or replace function uploads_begun(p_after text, p_until text, p_limit integer, out id uuid, out received bigint)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select u.id, u.received from upload u
	where u.blob_sha256 is null and u.received > 0 and u.id > stretch_low(p_after)
		and (p_until is null or u.id <= p_until::uuid)
	order by u.id limit p_limit
$$;
grant execute on function uploads_begun to motcua_worker;

-- Of some ids those of uploads that are not complete.
create or replace function uploads_open(p_ids uuid[]) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
	select u.id from upload u where u.id = any (p_ids) and u.blob_sha256 is null order by 1
$$;
grant execute on function uploads_open to motcua_worker;

-- Ends uploads whose bytes are lost: their owners begin again.
create or replace function uploads_lost(p_ids uuid[]) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	delete from upload u where u.id = any (p_ids) and u.blob_sha256 is null
$$;
grant execute on function uploads_lost to motcua_worker;

-- What an account has open, and how many bytes are kept for it that no dossier has taken.
create or replace function account_uploads(p_account uuid, out open_uploads bigint, out loose_bytes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
	select count(*) filter (where u.blob_sha256 is null),
		coalesce(sum(u.length) filter (where u.blob_sha256 is null or not exists (select from dossier_file f
			where f.blob_sha256 = u.blob_sha256 and f.added_by = u.account_id)), 0)
	from upload u where u.account_id = p_account and (u.blob_sha256 is not null or u.expires_at > now())
$$;

-- ---- blobs ----

-- The next blobs behind a name, and which of them somebody names. Those that nobody does are marked, should the mark be
-- missing.
create or replace function blobs_next(p_after text, p_limit integer, out sha256 text, out size bigint, out named boolean)
returns setof record language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	for sha256, size, named in
		select b.sha256, b.size, blob_named(b.sha256) from blob b where b.sha256 > p_after order by b.sha256 limit p_limit
	loop
		if not named then
			insert into blob_loose as l values (sha256) on conflict do nothing;
		end if;
		return next;
	end loop;
end $$;
grant execute on function blobs_next to motcua_worker;

-- Of some names those that no row has.
create or replace function blobs_unknown(p_sha256 text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
	select n from unnest(p_sha256) n where not exists (select from blob b where b.sha256 = n) order by 1
$$;
grant execute on function blobs_unknown to motcua_worker;

-- Who misses a blob that is lost, in ids: some of them.
create or replace function blob_missed_by(p_sha256 text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
	select coalesce(string_agg(format('dossier %s, file %s', f.dossier_id, f.id), '; '), 'no dossier')
	from (select f.dossier_id, f.id from dossier_file f where f.blob_sha256 = p_sha256 order by f.id limit 5) f
$$;
grant execute on function blob_missed_by to motcua_worker;

-- Somebody wanted a file and it was not what it was to be.
create or replace function blob_lost(p_sha256 text, p_check text, p_what text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	insert into check_pass (name) values (p_check) on conflict do nothing;
	insert into check_loss as l (check_name, subject, what)
	select p_check, b.sha256, p_what || ': ' || blob_missed_by(b.sha256) from blob b where b.sha256 = p_sha256
	on conflict (check_name, subject) do update set what = excluded.what where l.what <> excluded.what
$$;
grant execute on function blob_lost to motcua_citizen, motcua_staff;
