-- Who may touch the tables of files. Deny by default: nothing but what stands here.
-- needs: core/caller

grant select on upload, blob, dossier_file to motcua_citizen, motcua_staff, motcua_worker;
grant delete on upload to motcua_worker;

drop policy if exists visible on dossier_file;
create policy visible on dossier_file for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists own on upload;
create policy own on upload for select to motcua_citizen, motcua_staff
	using (account_id = (select caller_id()));
drop policy if exists work on upload;
create policy work on upload to motcua_worker using (blob_sha256 is null and expires_at < now());
