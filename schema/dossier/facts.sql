-- What the program needs to check a draft and to write its receipt, and what it cost when it was begun.
-- needs: catalogue/choose catalogue/competent core/caller core/values dossier/clock dossier/visible identity/acting

-- What the program needs to check a draft and to write its receipt.
create or replace function filing_facts(p_id uuid, out version bigint, out state text, out fills_in boolean,
	out version_id uuid, out number integer, out code text, out answers jsonb, out facts json, out fees jsonb,
	out fees_new boolean, out now_epoch bigint, out submitted_epoch bigint, out unit_code text, out law text,
	out outdated boolean, out clock jsonb)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	at timestamptz := step_time();
	today date := local_day(at);
begin
	return query
	select d.version, d.state, case when who.applicant then d.channel = 'online' or d.state <> 'draft' else staff_fills_in(d) end
			-- The unit may have ended, or be closed, since the draft began.
			and (d.state <> 'draft' or unit_takes(u, v, today) or unit_check_takes(v.procedure_code, u.code, today)),
		d.procedure_version_id, d.submission_number + 1, d.code, d.answers,
		json_build_object(
			'dossier_id', d.id, 'case_code', d.case_code,
			'procedure', json_build_object('code', v.procedure_code, 'title', v.title),
			'unit', json_build_object('code', u.code, 'name', u.name, 'phone', u.phone),
			'applicant', d.applicant,
			'submitter', (select json_build_object('id', p.id, 'full_name', p.name) from party p
				where p.id = coalesce(who.submitter, account_party(caller_id()))),
			'channel', d.channel, 'return_channel', d.return_channel, 'return_address', d.return_address,
			'files', (select coalesce(json_agg(json_build_object('id', f.id, 'component_code', f.component_code,
					'name', f.name, 'size', b.size, 'sha256', b.sha256, 'media_type', b.media_type)
					order by f.component_code, f.ordinal), '[]')
				from dossier_file f join blob b on b.sha256 = f.blob_sha256
				where f.dossier_id = d.id and f.component_code is not null and f.taken_off_at is null)),
		fee.lines, coalesce(fee.valid_from, today) > local_day(d.created_at),
		epoch(at), epoch(d.submitted_at), d.unit_code, v.law,
		d.submitted_at is null and not in_force(v.valid_from, v.valid_until, today),
		case when d.submitted_at is not null then clock_facts(d) end
	from dossier d
	join procedure_version v on v.id = d.procedure_version_id
	join unit u on u.code = d.unit_code
	left join procedure_fee fee on fee.procedure_code = v.procedure_code and fee.case_code = d.case_code
		and fee.channel = d.channel
		-- What was filed under a price keeps it.
		and in_force(fee.valid_from, fee.valid_until, local_day(coalesce(d.submitted_at, at)))
	-- Whoever has to do with it, looked up once.
	cross join lateral (select bool_or(mine and r.role = 'applicant') as applicant,
			bool_or(mine or relation_of_unit(r)) as visible,
			(array_agg(r.party_id) filter (where r.role = 'submitter'))[1] as submitter
		from dossier_party r cross join lateral (select r.party_id = any (caller_parties()) as mine offset 0) m -- asked once
		where r.dossier_id = d.id and relation_now(r)) who
	where d.id = p_id and who.visible;
end $$;
grant execute on function filing_facts to motcua_citizen, motcua_staff;

-- What the draft cost on the day it was begun, if something was fixed then; the day from which that is no longer so.
create or replace function draft_fees_begun(p_id uuid, out lines text, out changed_epoch bigint)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select begun.lines::text, epoch(coalesce(present.valid_from, begun.valid_until)::timestamp at time zone 'Asia/Ho_Chi_Minh')
	from dossier d
	join procedure_version v on v.id = d.procedure_version_id
	left join procedure_fee begun on begun.procedure_code = v.procedure_code and begun.case_code = d.case_code
		and begun.channel = d.channel and in_force(begun.valid_from, begun.valid_until, local_day(d.created_at))
	left join procedure_fee present on present.procedure_code = v.procedure_code and present.case_code = d.case_code
		and present.channel = d.channel and in_force(present.valid_from, present.valid_until, local_day(step_time()))
	where d.id = p_id and dossier_visible(d);
end $$;
grant execute on function draft_fees_begun to motcua_citizen, motcua_staff;
