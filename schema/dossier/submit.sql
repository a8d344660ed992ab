-- Submission: everything in one transaction, after the facts were checked and a number was taken.
-- needs: core/caller core/idempotency core/values dossier/claim dossier/filing dossier/sought dossier/submission dossier/visible notice/notices vocabulary/rules

create or replace function dossier_submit(p_id uuid, p_version bigint, p_code text, p_at timestamptz,
	p_step_due timestamptz, p_expected timestamptz, p_estimated boolean, p_content text, p_payload text,
	p_jws text, p_device text, p_place text,
	out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier;
	it record;
	content jsonb := p_content::jsonb;
	quote jsonb := content -> 'quote';
	fee bigint := quote ->> 'total';
	me uuid := caller_id();
	link custody;
	notice text;
	told jsonb;
	kept record;
begin
	-- What the filing asks of others is asked at once, see filing_write.
	select x.version, x.channel = 'online' as online, v.law, own.id as party, own.name, exists (select from party_identifier i
			where i.party_id = own.id and i.level = 'proven' and i.ended_at is null) as own_factor
	into it
	from dossier x join procedure_version v on v.id = x.procedure_version_id
	join account filing on filing.id = me join party own on own.id = filing.party_id
	where x.id = p_id and caller_fills_in(x) and x.state = 'draft' for update of x;
	if not found then
		perform problem('wrong-state');
	end if;
	if it.version <> p_version then
		perform problem('stale');
	end if;
	update dossier x set state = 'registered', code = p_code, submitted_at = p_at, applicant = content -> 'applicant',
		intake_unit_code = coalesce(x.intake_unit_code, x.unit_code),
		holder_unit_code = x.unit_code, held_since = p_at, step_due_at = p_step_due, due_at = p_expected,
		due_estimated = p_estimated,
		due_original_at = p_expected, booked_until = p_at,
		fee_state = case when fee > 0 then 'due' else 'none' end, fee_total = fee, submission_number = 1
	where x.id = p_id returning * into d;
	notice := case when fee > 0 then 'submitted_unpaid' else 'submitted' end;
	told := jsonb_build_object('code', d.code, 'within', rule_at('intake', it.law, d.channel, p_at));
	link := filing_write(d, submission_keep(d, p_content, content, p_payload, p_jws), quote -> 'lines', p_device, p_place,
		it.party, it.name, it.own_factor, case when it.online then notice end, told);
	if not it.online then
		perform dossier_begin_sought(d); -- whoever took it in may look for it at once
		perform dossier_claimed(d); -- before it is told: to whose it turns out to be too
		perform notify_applicants(p_id, notice, told);
	end if;
	kept := reply_keep_of(null, 201, '/v1/dossiers/' || p_id, '"' || d.version || '"', format(
		'{"id":"%s","code":"%s","state":"%s","submitted_at":"%s",%s"expected_estimated":%s,"fee_total":%s,"receipt":"%s"}',
		d.id, d.code, d.state, iso_time(d.submitted_at), '"expected_by":"' || iso_time(p_expected) || '",',
		p_estimated::text, fee, p_jws));
	status := kept.status;
	location := kept.location;
	etag := kept.etag;
	body := kept.body;
end $$;
grant execute on function dossier_submit to motcua_citizen, motcua_staff;
