-- Drafts: begin, save, throw away.
-- needs: catalogue/choose catalogue/places core/caller core/idempotency core/values dossier/document dossier/lock dossier/read dossier/relations dossier/supplement dossier/visible identity/accounts identity/acting identity/most identity/parties vocabulary/limits

-- The unit that takes in what the caller files for somebody, one of his: the one he names, else the one that it is filed
-- with, else the only one he has.
create or replace function caller_intake(p_named text, p_unit text) returns text language plpgsql stable as $$
declare
	own text[] := array(select u from unnest(caller_units()) u where u not like '%/*');
	intake text := coalesce(p_named, case when p_unit = any (own) or cardinality(own) <> 1 then p_unit else own[1] end);
begin
	if not intake = any (own) then
		perform problem('unit-unknown');
	end if;
	return intake;
end $$;

-- Begins a draft: a citizen's own, online; the staff's for somebody who came to the counter or wrote, whom p names. How it
-- came is a matter of who files; the staff say by which of the two ways, and are never the applicants.
create or replace function dossier_begin(p_id uuid, p jsonb) returns void language plpgsql as $$
declare
	desk boolean := caller_is_staff();
	own uuid := account_party(caller_id());
	applicant uuid := case when desk then party_at_desk(p -> 'applicant') else own end;
	submitter uuid := case when desk and p ? 'submitter' then party_at_desk(p -> 'submitter') else applicant end;
	intake text := case when desk then caller_intake(p ->> 'intake_unit_code', p ->> 'unit_code') end;
	the_channel text := case when desk then p ->> 'channel' else 'online' end;
	chosen record := procedure_choose(p ->> 'procedure_code', p ->> 'case_code', p ->> 'unit_code', local_day(now()));
begin
	if desk and applicant = own or not desk and p ?| '{applicant,submitter,mandate,channel,intake_unit_code}' then
		perform problem('forbidden');
	end if;
	if not exists (select from procedure_channel h where h.version_id = chosen.version_id and h.case_code = chosen.case_code
			and h.channel = the_channel) then
		perform problem('procedure-closed');
	end if;
	perform dossier_check_place(p -> 'return_address');
	insert into dossier (id, procedure_version_id, case_code, unit_code, intake_unit_code, channel, applicant, answers,
		return_channel, return_address)
	values (p_id, chosen.version_id, chosen.case_code, p ->> 'unit_code', intake, the_channel, party_person(applicant),
		p -> 'answers', p ->> 'return_channel', nullif(p -> 'return_address', 'null'));
	insert into dossier_party (dossier_id, role, party_id) values (p_id, 'applicant', applicant);
	if desk then
		insert into dossier_party (dossier_id, role, party_id, mandate) values (p_id, 'submitter', submitter, p ->> 'mandate');
		perform dossier_involve(p_id, intake);
	end if;
end $$;

-- Whether the caller may begin another draft. How many a citizen has is looked for among his newest two hundred; of what
-- the desk begins for others nobody keeps the drafts apart, so it is counted how many it begins in a day.
create or replace function draft_make_room() returns void language plpgsql as $$
declare
	most bigint := quota_of('open_drafts');
begin
	perform account_lock();
	if caller_is_staff() then
		perform quota_take('drafts_a_day', 'too-many-begun');
	elsif (select count(*) from (
			select p.dossier_id from dossier_party p
			where p.party_id = account_party(caller_id()) and p.role = 'applicant' and p.until_at is null
			order by p.dossier_id desc limit 200) newest
		join dossier d on d.id = newest.dossier_id and d.state = 'draft') >= most then
		perform problem('too-many-drafts');
	end if;
end $$;

create or replace function dossier_create(p_id uuid, p jsonb,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	perform draft_make_room();
	perform dossier_begin(p_id, p);
	select k.* into status, location, etag, body
	from dossier_read(p_id) r, reply_keep_of(p_id, 201, '/v1/dossiers/' || p_id, r.etag, r.body) k;
end $$;
grant execute on function dossier_create to motcua_citizen, motcua_staff;

-- However many small changes made it: the answers of a dossier are within their limits.
create or replace function dossier_check_size(p_answers jsonb) returns void language plpgsql as $$
begin
	if octet_length(p_answers::text) > limit_of('answers_bytes')
			or (select count(*) from jsonb_object_keys(p_answers)) > limit_of('answers') then
		perform problem('answers-too-large');
	end if;
end $$;

-- A draft is saved by who fills it in; while a supplement is asked for, only its answers and what was typed for them.
create or replace function dossier_update(p_id uuid, p_etag text, p jsonb, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	chosen record;
	merged jsonb := jsonb_strip_nulls(d.answers || coalesce(p -> 'answers', '{}'));
begin
	if not caller_fills_in(d) then
		perform problem('forbidden');
	end if;
	perform dossier_check_version(d, p_etag);
	if not (d.state = 'draft' or d.state = 'supplement_requested' and p - '{answers,typed}'::text[] = '{}') then
		perform problem('wrong-state');
	end if;
	perform dossier_check_size(merged);
	if d.state <> 'draft' then
		perform supplement_check_answers(d, d.answers, merged);
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
		answers = merged,
		typed = coalesce(p -> 'typed', x.typed),
		return_channel = coalesce(p ->> 'return_channel', x.return_channel),
		return_address = case when p ? 'return_address' then nullif(p -> 'return_address', 'null') else x.return_address end
	where x.id = p_id;
	perform dossier_compose_and_keep(p_id);
	select r.* into etag, body from dossier_read(p_id) r;
end $$;
grant execute on function dossier_update to motcua_citizen, motcua_staff;

-- A draft that was begun under a version which is no longer in force goes over to the one that is, and keeps the answers and
-- papers that are still asked for. The papers that are now required and were not: their codes with their names.
create or replace function draft_renew(p_id uuid) returns jsonb
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	the_day date := local_day(step_time());
	the_code text;
	chosen record;
begin
	if not caller_fills_in(d) or d.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	select begun.procedure_code into strict the_code from procedure_version begun where begun.id = d.procedure_version_id;
	if not exists (select from procedure_version v where v.procedure_code = the_code
			and in_force(v.valid_from, v.valid_until, the_day)) then
		perform problem('procedure-closed');
	end if;
	select c.* into chosen from procedure_choose(the_code, (select k.code from procedure_version v
			join procedure_case k on k.version_id = v.id and k.code = d.case_code
			where v.procedure_code = the_code and in_force(v.valid_from, v.valid_until, the_day)), d.unit_code, the_day) c;
	if not exists (select from procedure_channel h where h.version_id = chosen.version_id and h.case_code = chosen.case_code
			and h.channel = d.channel) then
		perform problem('procedure-closed');
	end if;
	delete from dossier_file f where f.dossier_id = d.id and f.component_code is not null
		and not exists (select from procedure_component c where c.version_id = chosen.version_id
			and c.case_code = chosen.case_code and c.code = f.component_code);
	update dossier x set procedure_version_id = chosen.version_id, case_code = chosen.case_code,
		answers = (select coalesce(jsonb_object_agg(name, said), '{}') from jsonb_each(d.answers) answer(name, said)
			join procedure_version v on v.id = chosen.version_id and v.form_schema -> 'properties' ? name)
	where x.id = d.id;
	return (select coalesce(jsonb_object_agg(c.code, c.name), '{}') from procedure_component c
		where c.version_id = chosen.version_id and c.case_code = chosen.case_code and c.required
			and not exists (select from procedure_component b where b.version_id = d.procedure_version_id
				and b.case_code = d.case_code and b.code = c.code and b.required));
end $$;
grant execute on function draft_renew to motcua_citizen, motcua_staff;

create or replace function dossier_delete(p_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
begin
	if not caller_fills_in(d) or d.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	delete from dossier where id = p_id;
	perform reply_erase(p_id);
end $$;
grant execute on function dossier_delete to motcua_citizen, motcua_staff;
