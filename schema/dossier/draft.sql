-- Drafts: begin, save, throw away.
-- needs: catalogue/choose catalogue/places core/caller core/idempotency core/values dossier/document dossier/lock dossier/read dossier/visible identity/acting

create or replace function dossier_create(p_id uuid, p jsonb,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	chosen record;
	owner record;
begin
	select a.party_id, p.name, a.phone, a.email, identifier_of(p.id, 'personal_id') as personal_id into owner
	from account a join party p on p.id = a.party_id where a.id = caller_id() and a.closed_at is null;
	if not found then
		perform problem('unauthenticated');
	end if;
	chosen := procedure_choose(p ->> 'procedure_code', p ->> 'case_code', p ->> 'unit_code', local_day(now()));
	perform dossier_check_place(p -> 'return_address');
	insert into dossier (id, procedure_version_id, case_code, unit_code, applicant, answers, return_channel, return_address)
	values (p_id, chosen.version_id, chosen.case_code, p ->> 'unit_code',
		jsonb_build_object('full_name', owner.name, 'phone', owner.phone, 'email', owner.email,
			'personal_id', owner.personal_id),
		p -> 'answers', p ->> 'return_channel', nullif(p -> 'return_address', 'null'));
	insert into dossier_party (dossier_id, role, party_id) values (p_id, 'applicant', owner.party_id);
	select k.* into status, location, etag, body
	from dossier_read(p_id) r, reply_keep(201, '/v1/dossiers/' || p_id, r.etag, r.body) k;
end $$;
grant execute on function dossier_create to motcua_citizen, motcua_staff;

-- A draft is saved by its applicant; while a supplement is asked for, only its answers and what was typed for them.
create or replace function dossier_update(p_id uuid, p_etag text, p jsonb, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	chosen record;
begin
	if not caller_is_applicant(d.id) then
		perform problem('forbidden');
	end if;
	perform dossier_check_version(d, p_etag);
	if not (d.state = 'draft' or d.state = 'supplement_requested' and p - '{answers,typed}'::text[] = '{}') then
		perform problem('wrong-state');
	end if;
	if p ? 'unit_code' or p ? 'case_code' then
		chosen := procedure_choose((select v.procedure_code from procedure_version v where v.id = d.procedure_version_id),
			coalesce(p ->> 'case_code', d.case_code), coalesce(p ->> 'unit_code', d.unit_code), local_day(now()));
		d.procedure_version_id := chosen.version_id;
		d.case_code := chosen.case_code;
		d.unit_code := coalesce(p ->> 'unit_code', d.unit_code);
	end if;
	perform dossier_check_place(p -> 'return_address');
	update dossier x set
		procedure_version_id = d.procedure_version_id, case_code = d.case_code, unit_code = d.unit_code,
		answers = jsonb_strip_nulls(x.answers || coalesce(p -> 'answers', '{}')),
		typed = coalesce(p -> 'typed', x.typed),
		return_channel = coalesce(p ->> 'return_channel', x.return_channel),
		return_address = case when p ? 'return_address' then nullif(p -> 'return_address', 'null') else x.return_address end
	where x.id = p_id;
	perform dossier_compose_and_keep(p_id);
	select r.* into etag, body from dossier_read(p_id) r;
end $$;
grant execute on function dossier_update to motcua_citizen, motcua_staff;

create or replace function dossier_delete(p_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
begin
	if not caller_is_applicant(d.id) or d.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	delete from dossier where id = p_id;
end $$;
grant execute on function dossier_delete to motcua_citizen, motcua_staff;
