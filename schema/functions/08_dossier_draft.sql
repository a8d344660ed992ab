-- Drafts: begin, save, attach, throw away.

create or replace function dossier_check_place(p_address jsonb) returns void language plpgsql stable as $$
begin
	if p_address is not null and p_address <> 'null' and not exists (select from place c
			where c.code = p_address ->> 'commune_code' and c.parent_code = p_address ->> 'province_code'
				and c.valid_until is null) then
		perform problem('place-unknown');
	end if;
end $$;

-- The version in force and the case asked for (or the first); the unit must handle the procedure and be open.
create or replace function procedure_choose(p_code text, p_case text, p_unit text,
	out version_id uuid, out case_code text) language plpgsql stable as $$
declare
	is_open boolean;
	the_level text;
begin
	select v.id, v.level into version_id, the_level from procedure_version v
	where v.procedure_code = p_code and v.effective_until is null and v.effective_from <= local_day(now());
	if not found then
		perform problem('procedure-unknown');
	end if;
	select k.code into case_code from procedure_case k
	where k.version_id = procedure_choose.version_id and (p_case is null or k.code = p_case) order by k.ordinal limit 1;
	if not found then
		perform problem('procedure-unknown');
	end if;
	select up.open into is_open from unit_procedure up where up.procedure_code = p_code and up.unit_code = p_unit;
	if not found then
		perform problem('unit-unknown');
	end if;
	if not is_open or the_level = 'information' then
		perform problem('procedure-closed');
	end if;
end $$;

create or replace function dossier_create(p_id uuid, p jsonb,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	chosen record;
	owner account;
begin
	select * into owner from account a where a.id = caller_id() and a.closed_at is null;
	if not found then
		perform problem('unauthenticated');
	end if;
	chosen := procedure_choose(p ->> 'procedure_code', p ->> 'case_code', p ->> 'unit_code');
	perform dossier_check_place(p -> 'return_address');
	insert into dossier (id, procedure_version_id, case_code, unit_code, involved_units, applicant_id, submitter_id,
		applicant, answers, return_channel, return_address)
	values (p_id, chosen.version_id, chosen.case_code, p ->> 'unit_code', '{}', owner.id, owner.id,
		jsonb_build_object('full_name', owner.full_name, 'phone', owner.phone, 'email', owner.email,
			'personal_id', owner.personal_id),
		p -> 'answers', p ->> 'return_channel', nullif(p -> 'return_address', 'null'));
	select k.* into status, location, etag, body
	from dossier_read(p_id) r, reply_keep(201, '/v1/dossiers/' || p_id, r.etag, r.body) k;
end $$;

-- A draft is saved by its applicant; while a supplement is asked for, only its answers.
create or replace function dossier_update(p_id uuid, p_etag text, p jsonb, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	chosen record;
begin
	if d.applicant_id <> caller_id() then
		perform problem('forbidden');
	end if;
	perform dossier_check_version(d, p_etag);
	if not (d.state = 'draft' or d.state = 'supplement_requested' and p - 'answers' = '{}') then
		perform problem('wrong-state');
	end if;
	if p ? 'unit_code' or p ? 'case_code' then
		chosen := procedure_choose((select v.procedure_code from procedure_version v where v.id = d.procedure_version_id),
			coalesce(p ->> 'case_code', d.case_code), coalesce(p ->> 'unit_code', d.unit_code));
		d.procedure_version_id := chosen.version_id;
		d.case_code := chosen.case_code;
		d.unit_code := coalesce(p ->> 'unit_code', d.unit_code);
	end if;
	perform dossier_check_place(p -> 'return_address');
	update dossier x set
		procedure_version_id = d.procedure_version_id, case_code = d.case_code, unit_code = d.unit_code,
		answers = jsonb_strip_nulls(x.answers || coalesce(p -> 'answers', '{}')),
		return_channel = coalesce(p ->> 'return_channel', x.return_channel),
		return_address = case when p ? 'return_address' then nullif(p -> 'return_address', 'null') else x.return_address end
	where x.id = p_id;
	perform dossier_compose_and_keep(p_id);
	select r.* into etag, body from dossier_read(p_id) r;
end $$;

create or replace function dossier_delete(p_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
begin
	if d.applicant_id <> caller_id() or d.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	delete from dossier where id = p_id;
end $$;

-- What a procedure's accepts calls a type of file.
create or replace function media_kind(p_media_type text) returns text language sql immutable parallel safe
return case p_media_type
	when 'application/pdf' then 'pdf' when 'image/jpeg' then 'jpeg' when 'image/png' then 'png'
	when 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' then 'docx'
	when 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' then 'xlsx'
	when 'application/vnd.oasis.opendocument.text' then 'odt' end;

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
	if d.applicant_id <> caller_id() then
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
	if cardinality(p_ids) > component.max_files then
		perform problem('too-many-files', component.max_files::text);
	end if;
	delete from dossier_file f
	where f.dossier_id = p_id and f.component_code = p_component and not f.id = any (p_ids);
	foreach the_id in array p_ids loop
		position := position + 1;
		update dossier_file f set ordinal = position
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
			perform problem('file-type-forbidden');
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
