-- The papers of a dossier.
-- needs: core/caller dossier/document dossier/lock dossier/read dossier/submission dossier/supplement dossier/visible vocabulary/file_kinds vocabulary/limits

-- Takes off the files of a paper that are not among p_ids: what was filed once stays to be read.
create or replace function dossier_files_take_off(d dossier, p_component text, p_ids uuid[]) returns void
language plpgsql as $$
begin
	update dossier_file f set taken_off_at = now()
	where d.state <> 'draft' and f.dossier_id = d.id and f.component_code = p_component and f.taken_off_at is null
		and not f.id = any (p_ids) and submission_has((submission_last(d.id)).content::jsonb, f.id);
	delete from dossier_file f
	where f.dossier_id = d.id and f.component_code = p_component and f.taken_off_at is null and not f.id = any (p_ids);
end $$;

-- The files of one paper become exactly p_ids: finished uploads of the caller, or files that it has already.
create or replace function dossier_component_put(p_id uuid, p_component text, p_ids uuid[], out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	component procedure_component;
	the_id uuid;
	position integer := 0;
	the_upload upload;
begin
	if not caller_fills_in(d) then
		perform problem('forbidden');
	end if;
	if d.state not in ('draft', 'supplement_requested') then
		perform problem('wrong-state');
	end if;
	select * into component from procedure_component c
	where c.version_id = d.procedure_version_id and c.case_code = d.case_code and c.code = p_component;
	if not found then
		perform problem('component-unknown');
	end if;
	if d.state <> 'draft' then
		perform supplement_check_paper(d, p_component);
	end if;
	if cardinality(p_ids) > component.max_files then
		perform problem('too-many-files', component.max_files::text);
	end if;
	if cardinality(p_ids) + (select count(*) from dossier_file f where f.dossier_id = p_id and f.taken_off_at is null
			and f.component_code is not null and f.component_code <> p_component) > limit_of('dossier_files') then
		perform problem('dossier-too-many-files', limit_of('dossier_files')::text);
	end if;
	perform dossier_files_take_off(d, p_component, p_ids);
	foreach the_id in array p_ids loop
		position := position + 1;
		update dossier_file f set ordinal = position, taken_off_at = null
		where f.id = the_id and f.dossier_id = p_id and f.component_code = p_component;
		continue when found;
		select * into the_upload from upload u where u.id = the_id and u.account_id = caller_id();
		if not found then
			perform problem('upload-unknown');
		end if;
		if the_upload.blob_sha256 is null then
			perform problem('upload-incomplete');
		end if;
		if not exists (select from blob b where b.sha256 = the_upload.blob_sha256
				and media_kind(b.media_type) = any (component.accepts)) then
			perform problem('file-type-forbidden', file_kind_names(component.accepts));
		end if;
		insert into dossier_file (id, dossier_id, component_code, ordinal, name, blob_sha256, added_by)
		values (the_id, p_id, p_component, position, the_upload.name, the_upload.blob_sha256, caller_id())
		on conflict (id) do nothing;
		if not found then
			perform problem('upload-unknown');
		end if;
	end loop;
	update dossier set answers = answers where id = p_id;
	perform dossier_compose_and_keep(p_id);
	select r.* into etag, body from dossier_read(p_id) r;
end $$;
grant execute on function dossier_component_put to motcua_citizen, motcua_staff;
