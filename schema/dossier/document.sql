-- What a dossier says of itself, composed once and kept. These run as the owner and keep one plan (PL/pgSQL, generic:
-- planning these statements anew costs ten times what running them does).
-- needs: catalogue/partners core/values dossier/sought dossier/submission dossier/visible identity/acting payment/sums vocabulary/dossier_ends vocabulary/states vocabulary/steps

-- What a dossier says of itself, composed from a dozen tables: the JSON object still open (what was typed, results and
-- actions depend on who reads and are added then), and its results. Answers and files are those that its applicant writes
-- on, or with p_filed those of the last submission: while a supplement is being written, nobody else sees a half of it.
create or replace function dossier_compose(p_id uuid, p_filed boolean, out document text, out results text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
	filed jsonb;
begin
	if p_filed then
		filed := (submission_last(p_id)).content;
	end if;
	select json_build_object(
		'id', d.id, 'code', d.code, 'state', d.state, 'state_code', s.national_code,
		'state_name', coalesce(dossier_end_name(d.ended_why), s.name_vi), 'ended_why', d.ended_why,
		'procedure', json_build_object('code', v.procedure_code, 'title', v.title, 'title_en', v.title_en,
			'version', v.version),
		'case_code', d.case_code,
		'unit', json_build_object('code', u.code, 'name', u.name),
		'intake_unit', (select json_build_object('code', i.code, 'name', i.name) from unit i where i.code = d.intake_unit_code),
		'applicant', d.applicant || jsonb_build_object('party_id', (dossier_applicants(d.id))[1]),
		'submitter', (select case when p.name = d.applicant ->> 'full_name' then d.applicant
				else jsonb_build_object('full_name', p.name) end || jsonb_build_object('party_id', p.id)
			from party p where p.id = coalesce(dossier_submitter(d.id), (dossier_applicants(d.id))[1])),
		'channel', d.channel, 'answers', coalesce(filed -> 'answers', d.answers),
		'submission_number', d.submission_number,
		'return_channel', d.return_channel, 'return_address', d.return_address,
		'components', (select coalesce(json_agg(json_build_object('code', c.code, 'name', c.name,
				'required', c.required, 'bring', c.bring,
				'files', (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', b.size,
						'media_type', b.media_type, 'sha256', b.sha256) order by f.ordinal), '[]')
					from dossier_file f join blob b on b.sha256 = f.blob_sha256
					where f.dossier_id = d.id and f.component_code = c.code
						and case when filed is null then f.taken_off_at is null else submission_has(filed, f.id) end))
				order by c.ordinal), '[]')
			from procedure_component c where c.version_id = d.procedure_version_id and c.case_code = d.case_code),
		'holder', case when d.holder_unit_code is not null then json_build_object(
			'unit', json_build_object('code', h.code, 'name', h.name),
			'officer_id', d.holder_account_id,
			'officer_name', account_name(d.holder_account_id),
			'since', iso_time(d.held_since), 'until', iso_time(d.step_due_at)) end,
		'leader_asked', case when d.leader_asked_at is not null then json_build_object(
			'since', iso_time(d.leader_asked_at), 'officer_name', account_name(d.leader_asked_by)) end,
		'waits_for', case when d.partner_code is not null then json_build_object('partner', partner_json(d.partner_code),
			'since', iso_time(d.partner_since), 'until', (select iso_time(p.due_at) from promise p
				where p.dossier_id = d.id and p.promised = 'partner' and p.ended_at is null)) end,
		'supplement', d.supplement, 'ground', d.ground, 'reason', d.reason,
		'withdrawal_requested_at', iso_time(d.withdrawal_requested_at),
		'pay_until', iso_time(d.pay_until), 'payment', dossier_payment(d)::json,
		'due_at', iso_time(d.due_at), 'due_estimated', d.due_estimated,
		'step_due_at', iso_time(d.step_due_at), 'clock_stands', d.stands_since is not null,
		'submitted_at', iso_time(d.submitted_at), 'received_at', iso_time(d.received_at),
		'finished_at', iso_time(d.finished_at), 'returned_at', iso_time(d.returned_at),
		'created_at', iso_time(d.created_at), 'updated_at', iso_time(d.updated_at))::text,
		(select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', b.size,
				'media_type', b.media_type, 'sha256', b.sha256) order by f.ordinal), '[]')::text
			from dossier_file f join blob b on b.sha256 = f.blob_sha256
			where f.dossier_id = d.id and f.component_code is null and d.finished_at is not null)
	into document, results
	from dossier d
	join dossier_state s on s.state = d.state
	join procedure_version v on v.id = d.procedure_version_id
	join unit u on u.code = d.unit_code
	left join unit h on h.code = d.holder_unit_code
	where d.id = p_id;
	document := left(document, -1);
end $$;

-- The end of a dossier's JSON: what was typed and is no answer (for the applicant alone; null or nothing: it is left out),
-- results (the applicant gets them once the fee is paid) and what the reader may do.
create or replace function dossier_end(p_typed jsonb, p_results text, p_unpaid boolean, p_actions text[]) returns text
language sql stable parallel safe
return coalesce(', "typed" : ' || nullif(p_typed, '{}')::text, '')
	|| ', "results" : ' || case when p_unpaid then '[]' else p_results end
	|| ', "actions" : ' || array_to_json(p_actions)::text || '}';

-- Composes anew and keeps the text beside the dossier, so that its applicant reads it in one look-up. dossier_guard
-- removes it with every change of the dossier: it can be missing, never stale. Names of units and officers in it are
-- those of the last change, or a moment later. Drafts change at every key stroke and are read seldom: theirs is not kept.
create or replace function dossier_compose_and_keep(p_id uuid) returns void language plpgsql as $$
begin
	insert into dossier_document (dossier_id, applicants, accounts, version, document, results, applicant_end)
	select d.id, dossier_applicants(d.id), dossier_accounts(d.id), d.version, c.document, c.results,
		dossier_end(d.typed, c.results, d.fee_state = 'due', applicant_actions(d))
	from dossier d, dossier_compose(d.id, false) c
	where d.id = p_id and d.state <> 'draft'
	on conflict (dossier_id) do update set applicants = excluded.applicants, accounts = excluded.accounts,
		version = excluded.version, document = excluded.document, results = excluded.results,
		applicant_end = excluded.applicant_end;
end $$;

-- The same later, by the worker, and what the desks look for: a submission does not wait for them. The lock keeps a change
-- from coming in between.
create or replace function dossier_keep(p_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	d dossier;
begin
	select * into d from dossier x where x.id = p_id and x.state <> 'draft' for no key update;
	if not found then
		return;
	end if;
	perform dossier_begin_sought(d);
	if not exists (select from dossier_document k where k.dossier_id = p_id) then
		perform dossier_compose_and_keep(p_id);
	end if;
end $$;
grant execute on function dossier_keep to motcua_worker;

-- A dossier that has ended and began a year ago is hardly read any more: its document goes, so many at a time, and is
-- composed when somebody does read it. How many went.
create or replace function documents_forget(p_limit integer) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
	with gone as (
		delete from dossier_document where dossier_id in (
			select k.dossier_id from dossier_document k join dossier d on d.id = k.dossier_id
			where k.dossier_id < uuid_floor(now() - interval '1 year') and state_ended(d.state)
			order by k.dossier_id limit p_limit)
		returning 1
	)
	select count(*) from gone
$$;
grant execute on function documents_forget to motcua_worker;
