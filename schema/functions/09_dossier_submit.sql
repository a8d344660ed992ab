-- Submission: facts (checked by the program), a number, then everything in one transaction.

-- What the program needs to check a draft and to write its receipt.
create or replace function dossier_facts(p_id uuid, out version bigint, out state text, out is_applicant boolean,
	out version_id uuid, out answers jsonb, out missing text[], out facts jsonb, out fees jsonb,
	out time_amount integer, out time_unit text, out time_cutoff text, out time_note text, out now_epoch bigint,
	out requested_epoch bigint, out due_epoch bigint, out resume_state text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select d.version, d.state, d.applicant_id = caller_id(), d.procedure_version_id, d.answers,
		(select array_agg(c.code order by c.ordinal) from procedure_component c
			where c.version_id = d.procedure_version_id and c.case_code = d.case_code and c.required
				and not exists (select from dossier_file f where f.dossier_id = d.id and f.component_code = c.code)),
		jsonb_build_object(
			'dossier_id', d.id,
			'procedure', jsonb_build_object('code', v.procedure_code, 'title', v.title),
			'unit', jsonb_build_object('code', u.code, 'name', u.name, 'phone', u.phone),
			'applicant', d.applicant,
			'submitter', (select jsonb_build_object('full_name', a.full_name) from account a where a.id = caller_id()),
			'channel', d.channel, 'return_channel', d.return_channel, 'return_address', d.return_address,
			'files', (select coalesce(jsonb_agg(jsonb_build_object('component_code', f.component_code, 'name', f.name,
					'size', b.size, 'sha256', b.sha256, 'media_type', b.media_type)
					order by f.component_code, f.ordinal), '[]')
				from dossier_file f join blob b on b.sha256 = f.blob_sha256
				where f.dossier_id = d.id and f.component_code is not null)),
		ch.fees, ch.time_amount, coalesce(ch.time_unit, 'none'), ch.time_cutoff, ch.time_note,
		-- Never a later second: what follows a submission must not seem to come before it.
		floor(extract(epoch from now()))::bigint,
		extract(epoch from (d.supplement ->> 'requested_at')::timestamptz)::bigint,
		extract(epoch from d.due_at)::bigint, d.resume_state
	from dossier d
	join procedure_version v on v.id = d.procedure_version_id
	join unit u on u.code = d.unit_code
	left join procedure_channel ch on ch.version_id = d.procedure_version_id and ch.case_code = d.case_code
		and ch.channel = d.channel
	where d.id = p_id and dossier_visible(d.applicant_id, d.state, d.involved_units);
end $$;

-- The next dossier code of the dossier's unit today. Runs alone in a transaction that does not wait for the disk:
-- the submission's own commit carries it along (the log is written in order), so a code is never given twice.
create or replace function dossier_number(p_id uuid) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	the_unit text;
begin
	perform set_config('synchronous_commit', 'off', true);
	select d.unit_code into the_unit from dossier d
	where d.id = p_id and d.applicant_id = caller_id() and d.state = 'draft';
	if not found then
		perform problem('wrong-state');
	end if;
	return the_unit || '-' || to_char(local_day(now()), 'YYMMDD') || '-'
		|| lpad(counter_next(the_unit, local_day(now()))::text, 4, '0');
end $$;

create or replace function dossier_submit(p_id uuid, p_version bigint, p_code text, p_at timestamptz,
	p_step_due timestamptz, p_expected timestamptz, p_payload text, p_jws text, p_lines jsonb, p_total bigint,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
begin
	if d.applicant_id <> caller_id() or d.state <> 'draft' then
		perform problem('wrong-state');
	end if;
	if d.version <> p_version then
		perform problem('stale');
	end if;
	update dossier x set state = 'registered', code = p_code, submitted_at = p_at, submitter_id = caller_id(),
		holder_unit_code = x.unit_code, held_since = p_at, step_due_at = p_step_due,
		involved_units = unit_and_above(x.unit_code), fee_state = case when p_total > 0 then 'due' else 'none' end
	where x.id = p_id returning * into d;
	insert into receipt (dossier_id, payload, jws) values (p_id, p_payload, p_jws);
	if p_total > 0 then
		insert into charge (dossier_id, lines, total) values (p_id, p_lines, p_total);
	end if;
	perform event_add(d, p_at, 'submit', 'draft', null);
	perform custody_add(d, p_at);
	perform outbox_add('document', p_id);
	perform notify_account(d.applicant_id, d.id, 'Đã nhận hồ sơ ' || d.code,
		'Hồ sơ của bạn đã đến cơ quan giải quyết. Cán bộ sẽ kiểm tra trong 8 giờ làm việc.'
		|| case when p_total > 0 then ' Vui lòng nộp phí, lệ phí.' else '' end);
	select k.* into status, location, etag, body
	from reply_keep(201, '/v1/dossiers/' || p_id, '"' || d.version || '"', json_strip_nulls(json_build_object(
		'id', d.id, 'code', d.code, 'state', d.state, 'submitted_at', iso_time(d.submitted_at),
		'expected_by', iso_time(p_expected), 'fee_total', p_total, 'receipt', p_jws))::text) k;
end $$;
