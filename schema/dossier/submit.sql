-- Submission: everything in one transaction, after the facts were checked and a number was taken.
-- needs: core/caller core/idempotency core/outbox core/values dossier/claim dossier/custody dossier/events dossier/filing dossier/promise dossier/submission dossier/time dossier/visible identity/acting notice/notices vocabulary/rules

create or replace function dossier_submit(p_id uuid, p_version bigint, p_code text, p_at timestamptz,
	p_step_due timestamptz, p_expected timestamptz, p_estimated boolean, p_content text, p_payload text,
	p_jws text, p_device text, p_place text,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier;
	s submission;
	content jsonb := p_content::jsonb;
	quote jsonb := content -> 'quote';
	fee bigint := quote ->> 'total';
	law text; -- apart: a rule asked with a look-up in its place is planned anew each time
	kept record;
begin
	select * into d from dossier x where x.id = p_id and caller_fills_in(x) and x.state = 'draft' for update;
	if not found then
		perform problem('wrong-state');
	end if;
	if d.version <> p_version then
		perform problem('stale');
	end if;
	insert into dossier_party (dossier_id, role, party_id, unit_code)
	select p_id, 'submitter', account_party(caller_id()), null where d.channel = 'online'
	union all select p_id, 'involved', null, d.unit_code where not unit_involved(p_id, d.unit_code);
	update dossier x set state = 'registered', code = p_code, submitted_at = p_at, applicant = content -> 'applicant',
		intake_unit_code = coalesce(x.intake_unit_code, x.unit_code),
		holder_unit_code = x.unit_code, held_since = p_at, step_due_at = p_step_due, due_at = p_expected,
		due_estimated = p_estimated,
		due_original_at = p_expected, booked_until = p_at,
		fee_state = case when fee > 0 then 'due' else 'none' end, fee_total = fee, submission_number = 1
	where x.id = p_id returning * into d;
	law := dossier_law(d);
	s := submission_add(d, p_content, content, p_payload, p_jws);
	if fee > 0 then
		insert into charge (id, dossier_id, submission_number, kind, lines, total, state)
		values (uuid_v7(), p_id, 1, 'fee', quote -> 'lines', fee, 'open');
	end if;
	-- One after the other in one statement, as each statement of its own takes the executor a start.
	perform filing_add(d, p_at, p_device, p_place), event_add(d, p_at, 'submit', 'draft', null),
		custody_link(d, p_at, s.sha256, null), promises_begin(d), outbox_add('document', p_id),
		case when d.channel <> 'online' then dossier_claimed(d) end, -- before it is told: to whose it turns out to be too
		notify_applicants(p_id, case when fee > 0 then 'submitted_unpaid' else 'submitted' end,
			jsonb_build_object('code', d.code, 'within', rule_at('intake', law, d.channel, p_at)));
	-- The receipt, which is long, is put behind what is without nulls.
	kept := reply_keep(201, '/v1/dossiers/' || p_id, '"' || d.version || '"', left(json_strip_nulls(json_build_object(
		'id', d.id, 'code', d.code, 'state', d.state, 'submitted_at', iso_time(d.submitted_at),
		'expected_by', iso_time(p_expected), 'expected_estimated', p_estimated,
		'fee_total', fee))::text, -1) || ',"receipt":' || to_json(p_jws)::text || '}');
	status := kept.status;
	location := kept.location;
	etag := kept.etag;
	body := kept.body;
end $$;
grant execute on function dossier_submit to motcua_citizen, motcua_staff;
