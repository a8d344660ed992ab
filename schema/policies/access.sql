-- Who may touch what. Deny by default: the program's roles get nothing but what stands here. Writes go through functions
-- of the owner, which ask themselves who calls; rows are read under row-level security, which without a context (who
-- calls) gives nothing.

revoke all on all tables in schema public from public, motcua_api, motcua_worker, motcua_readonly;
revoke all on all sequences in schema public from public, motcua_api, motcua_worker, motcua_readonly;
revoke create on schema public from public;
grant usage on schema public to motcua_api, motcua_worker, motcua_readonly;

-- What the policies themselves ask.
grant execute on function caller_id(), caller_role(), caller_units(), caller_is_staff(), units_below(text[]),
	dossier_visible(uuid, text, text[]) to motcua_api, motcua_worker;
-- Plain helpers of queries.
grant execute on function problem(text, text), iso_time(timestamptz), local_day(timestamptz), fold(text), fold_telex(text),
	uuid_v7(), cursor_of(timestamptz, uuid), cursor_parts(text), procedure_cursor(text), sector_json(text), procedure_summary_json(procedure_version),
	procedure_json(procedure_version), procedure_search(text, integer), account_body(account) to motcua_api;
-- The entry points: each asks itself who calls.
grant execute on function idempotency_begin(text, text, text), idempotency_find(text, text, text),
	account_create(uuid, text, text, text, text, text), account_by_login(text), account_rehash(uuid, text, text), session_create(uuid, text),
	session_refresh(text, text), session_revoke(uuid), sessions_revoked_since(timestamptz),
	dossier_read(uuid), dossier_list(text, integer, text), inbox_list(text, text, boolean, boolean, text, integer, text),
	dossier_track(text, text), dossier_create(uuid, jsonb), dossier_update(uuid, text, jsonb), dossier_delete(uuid),
	dossier_component_put(uuid, text, uuid[]), dossier_facts(uuid), dossier_number(uuid),
	dossier_submit(uuid, bigint, text, timestamptz, timestamptz, timestamptz, text, text, jsonb, bigint),
	dossier_act(uuid, bigint, jsonb), payment_list(uuid),
	payment_create(uuid, uuid, text, text, text, jsonb, bigint, timestamptz), bank_notice_take(text, text, jsonb, text[]),
	shipment_list(uuid), shipment_read(text), shipment_next_number(), shipment_create(uuid, uuid, text, text),
	carrier_event_take(text, text, jsonb), upload_create(uuid, text, bigint, text), upload_get(uuid),
	upload_advance(uuid, bigint, bigint), upload_complete(uuid, text, text, text), upload_delete(uuid),
	dossier_file_get(uuid, uuid), dossier_paper(uuid), shipment_label(text) to motcua_api;

grant execute on function dossier_keep(uuid) to motcua_worker;

-- Public reference data.
grant select on dossier_state, dossier_transition, calendar, place, former_place, unit, sector, procedure,
	procedure_phrase, procedure_version, procedure_case, procedure_component, procedure_channel, unit_procedure
	to motcua_api, motcua_worker, motcua_readonly;

-- Personal data: reading under the policies below. The read-only role (reports) sees no personal table at all.
grant select on account, account_unit, session, dossier, dossier_event, custody, receipt, upload, blob, dossier_file, charge,
	payment, shipment, shipment_event, notification to motcua_api, motcua_worker;
grant select on dossier_document to motcua_api;
grant update (read_at) on notification to motcua_api;

drop policy if exists self on account;
create policy self on account for select to motcua_api using (id = (select caller_id()));
drop policy if exists colleagues on account;
create policy colleagues on account for select to motcua_api using (
	role in ('officer', 'leader') and (select caller_is_staff())
	and exists (select from account_unit au where au.account_id = id and au.unit_code = any ((select units_below(caller_units()))::text[])));
drop policy if exists self on account_unit;
create policy self on account_unit for select to motcua_api using (
	account_id = (select caller_id()) or (select caller_is_staff()) and unit_code = any ((select units_below(caller_units()))::text[]));
drop policy if exists self on session;
create policy self on session for select to motcua_api using (account_id = (select caller_id()));

drop policy if exists visible on dossier;
create policy visible on dossier for select to motcua_api using (dossier_visible(applicant_id, state, involved_units));
drop policy if exists own on dossier_document;
create policy own on dossier_document for select to motcua_api using (applicant_id = caller_id());
drop policy if exists visible on dossier_event;
create policy visible on dossier_event for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on custody;
create policy visible on custody for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on receipt;
create policy visible on receipt for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on dossier_file;
create policy visible on dossier_file for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on charge;
create policy visible on charge for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on payment;
create policy visible on payment for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on shipment;
create policy visible on shipment for select to motcua_api using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on shipment_event;
create policy visible on shipment_event for select to motcua_api using (exists (select from shipment s where s.id = shipment_id));
drop policy if exists own on upload;
create policy own on upload for select to motcua_api using (account_id = (select caller_id()));
drop policy if exists own on notification;
create policy own on notification to motcua_api using (account_id = (select caller_id()));

-- The worker sends messages and cleans up; it reads what these need.
grant select, update, delete on outbox to motcua_worker;
grant delete on upload, idempotency, refresh_token, session to motcua_worker;
grant select on idempotency, refresh_token to motcua_worker;
drop policy if exists work on notification;
create policy work on notification for select to motcua_worker using (true);
drop policy if exists work on account;
create policy work on account for select to motcua_worker using (true);
drop policy if exists work on dossier;
create policy work on dossier for select to motcua_worker using (true);
drop policy if exists work on upload;
create policy work on upload to motcua_worker using (blob_sha256 is null and expires_at < now());
drop policy if exists work on idempotency;
create policy work on idempotency to motcua_worker using (created_at < now() - interval '30 days');
drop policy if exists work on refresh_token;
create policy work on refresh_token to motcua_worker using (created_at < now() - interval '60 days');
drop policy if exists work on session;
create policy work on session to motcua_worker using (expires_at < now() - interval '30 days');
