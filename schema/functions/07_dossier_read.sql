-- Reading dossiers. These run as the owner, ask dossier_visible themselves and keep one plan (PL/pgSQL, generic: planning
-- these statements anew costs ten times what running them does).

-- What a dossier says of itself, composed from a dozen tables: the JSON object still open (results and actions depend
-- on who reads and are added then), and its results.
create or replace function dossier_compose(p_id uuid, out document text, out results text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin
	select json_build_object(
		'id', d.id, 'code', d.code, 'state', d.state, 'state_code', s.national_code, 'state_name', s.name_vi,
		'procedure', json_build_object('code', v.procedure_code, 'title', v.title, 'title_en', v.title_en,
			'version', v.version),
		'case_code', d.case_code,
		'unit', json_build_object('code', u.code, 'name', u.name),
		'applicant', d.applicant,
		'submitter', case when d.submitter_id = d.applicant_id then d.applicant
			else (select jsonb_build_object('full_name', a.full_name) from account a where a.id = d.submitter_id) end,
		'channel', d.channel, 'answers', d.answers,
		'return_channel', d.return_channel, 'return_address', d.return_address,
		'components', (select coalesce(json_agg(json_build_object('code', c.code, 'name', c.name, 'required', c.required,
				'files', (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', b.size,
						'media_type', b.media_type, 'sha256', b.sha256) order by f.ordinal), '[]')
					from dossier_file f join blob b on b.sha256 = f.blob_sha256
					where f.dossier_id = d.id and f.component_code = c.code)) order by c.ordinal), '[]')
			from procedure_component c where c.version_id = d.procedure_version_id and c.case_code = d.case_code),
		'holder', case when d.holder_unit_code is not null then json_build_object(
			'unit', json_build_object('code', h.code, 'name', h.name),
			'officer_id', d.holder_account_id,
			'officer_name', (select a.full_name from account a where a.id = d.holder_account_id),
			'since', iso_time(d.held_since), 'until', iso_time(d.step_due_at)) end,
		'supplement', d.supplement, 'reason', d.reason,
		'withdrawal_requested_at', iso_time(d.withdrawal_requested_at),
		'payment', json_build_object('state', d.fee_state, 'total', coalesce(c.total, 0),
			'paid', case when d.fee_state = 'paid' then c.total else 0 end),
		'due_at', iso_time(d.due_at), 'step_due_at', iso_time(d.step_due_at),
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
	left join charge c on c.dossier_id = d.id
	where d.id = p_id;
	document := left(document, -1);
end $$;

-- The end of a dossier's JSON: results (the applicant gets them once the fee is paid) and what the reader may do.
create or replace function dossier_end(p_results text, p_unpaid boolean, p_actions text[]) returns text
language sql stable parallel safe
return ', "results" : ' || case when p_unpaid then '[]' else p_results end
	|| ', "actions" : ' || array_to_json(p_actions)::text || '}';

-- Composes anew and keeps the text beside the dossier, so that its applicant reads it in one look-up. dossier_guard
-- removes it with every change of the dossier: it can be missing, never stale. Names of units and officers in it are
-- those of the last change, or a moment later. Drafts change at every key stroke and are read seldom: theirs is not kept.
create or replace function dossier_compose_and_keep(p_id uuid) returns void language plpgsql as $$
begin
	insert into dossier_document (dossier_id, applicant_id, version, document, results, applicant_end)
	select d.id, d.applicant_id, d.version, c.document, c.results,
		dossier_end(c.results, d.fee_state = 'due', applicant_actions(d))
	from dossier d, dossier_compose(d.id) c
	where d.id = p_id and d.state <> 'draft'
	on conflict (dossier_id) do update set version = excluded.version, document = excluded.document,
		results = excluded.results, applicant_end = excluded.applicant_end;
end $$;

-- The same later, by the worker: a submission does not wait for it. The lock keeps a change from coming in between.
create or replace function dossier_keep(p_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform from dossier d where d.id = p_id for no key update;
	if not exists (select from dossier_document k where k.dossier_id = p_id) then
		perform dossier_compose_and_keep(p_id);
	end if;
end $$;

-- The dossier as the caller may see it: no row for one that is unknown or not for him.
create or replace function dossier_read(p_id uuid, out etag text, out body text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	actions text[];
	document text;
	results text;
	unpaid boolean;
begin
	select '"' || d.version || '"', dossier_actions(d), d.applicant_id = caller_id() and d.fee_state = 'due',
		k.document, k.results
	into etag, actions, unpaid, document, results
	from dossier d left join dossier_document k on k.dossier_id = d.id
	where d.id = p_id and dossier_visible(d.applicant_id, d.state, d.involved_units);
	if not found then
		return;
	end if;
	if document is null then
		select c.document, c.results into document, results from dossier_compose(p_id) c;
	end if;
	body := document || dossier_end(results, unpaid, actions);
	return next;
end $$;

-- The dossier, locked for a change, or not-found: unknown and forbidden look alike.
create or replace function dossier_lock(p_id uuid) returns dossier language plpgsql as $$
declare
	d dossier;
begin
	select * into d from dossier x where x.id = p_id and dossier_visible(x.applicant_id, x.state, x.involved_units)
	for update;
	if not found then
		perform problem('not-found');
	end if;
	return d;
end $$;

create or replace function dossier_check_version(d dossier, p_etag text) returns void language plpgsql as $$
begin
	if p_etag <> '*' and not '"' || d.version || '"' = any (regexp_split_to_array(p_etag, '\s*,\s*')) then
		perform problem('stale');
	end if;
end $$;

create or replace function dossier_list(p_state text, p_limit integer, p_cursor text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	from_at timestamptz;
	from_id uuid;
	result text;
begin
	select c.at, c.id into from_at, from_id from cursor_parts(p_cursor) c;
	with page as (
		select d.* from dossier d
		where d.applicant_id = caller_id() and (p_state is null or d.state = p_state)
			and (p_cursor is null or (d.created_at, d.id) < (from_at, from_id))
		order by d.created_at desc, d.id desc limit p_limit + 1
	), shown as (select * from page order by created_at desc, id desc limit p_limit)
	select json_build_object(
		'items', (select coalesce(json_agg(json_build_object(
				'id', d.id, 'code', d.code, 'state', d.state, 'state_name', s.name_vi,
				'procedure', json_build_object('code', v.procedure_code, 'title', v.title, 'title_en', v.title_en),
				'unit', json_build_object('code', u.code, 'name', u.name),
				'applicant_name', d.applicant ->> 'full_name',
				'payment', json_build_object('state', d.fee_state, 'total', coalesce(c.total, 0),
					'paid', case when d.fee_state = 'paid' then c.total else 0 end),
				'due_at', iso_time(d.due_at), 'submitted_at', iso_time(d.submitted_at),
				'created_at', iso_time(d.created_at), 'updated_at', iso_time(d.updated_at))
				order by d.created_at desc, d.id desc), '[]')
			from shown d join dossier_state s on s.state = d.state
			join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.unit_code
			left join charge c on c.dossier_id = d.id),
		'next_cursor', case when (select count(*) from page) > p_limit then
			(select cursor_of(created_at, id) from shown order by created_at, id limit 1) end)::text into result;
	return result;
end $$;

-- The desk's queue, the most urgent first; with a closed state, or words to look for, all that the units hold or held.
-- One index range per unit, so that the cost does not grow with the number of dossiers.
create or replace function inbox_list(p_state text, p_unit text, p_overdue boolean, p_mine boolean, p_query text,
	p_limit integer, p_cursor text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	from_at timestamptz;
	from_id uuid;
	units text[] := units_below(caller_units());
	closed boolean := p_state in ('rejected', 'withdrawn', 'stopped', 'returned');
	words text := nullif(fold(p_query), '');
	result text;
begin
	if not caller_is_staff() then
		perform problem('forbidden');
	end if;
	if p_state = 'draft' then
		perform problem('bad-query', 'state');
	end if;
	if p_unit is not null then
		units := case when p_unit = any (units) then array[p_unit] else '{}' end;
	end if;
	select c.at, c.id into from_at, from_id from cursor_parts(p_cursor) c;
	with page as (
		select d.* from unnest(units) as the_unit
		cross join lateral (
			select x.*, x.step_due_at as at from dossier x
			where x.holder_unit_code = the_unit and not coalesce(closed, false)
				and x.state in ('registered', 'received', 'processing', 'supplement_requested', 'payment_requested', 'finished')
				and (p_state is null or x.state = p_state)
				and (not coalesce(p_overdue, false) or x.step_due_at < now())
				and (not coalesce(p_mine, false) or x.holder_account_id = caller_id())
				and (words is null or lower(x.code) like words || '%' or fold(x.applicant ->> 'full_name') like '%' || words || '%'
					or lower(x.code) like lower(p_query) || '%')
				and (p_cursor is null or (x.step_due_at, x.id) > (from_at, from_id))
			order by x.step_due_at, x.id limit p_limit + 1
		) d
		union all
		select d.* from unnest(units) as the_unit
		cross join lateral (
			select x.*, timestamptz '5000-01-01' + (timestamptz '5000-01-01' - x.updated_at) as at from dossier x
			where x.holder_unit_code = the_unit and (closed or words is not null)
				and x.state in ('rejected', 'withdrawn', 'stopped', 'returned')
				and (p_state is null or x.state = p_state)
				and not coalesce(p_overdue, false)
				and (not coalesce(p_mine, false) or x.holder_account_id = caller_id())
				and (words is null or fold(x.applicant ->> 'full_name') like '%' || words || '%'
					or lower(x.code) like lower(p_query) || '%')
				and (p_cursor is null or from_at < timestamptz '5000-01-01'
					or (x.updated_at <= timestamptz '5000-01-01' - (from_at - timestamptz '5000-01-01')
						and (x.updated_at < timestamptz '5000-01-01' - (from_at - timestamptz '5000-01-01') or x.id > from_id)))
			order by x.updated_at desc, x.id limit p_limit + 1
		) d
		order by at, id limit p_limit + 1
	), shown as (select * from page order by at, id limit p_limit)
	select json_build_object(
		'items', (select coalesce(json_agg(json_build_object(
				'id', d.id, 'code', d.code, 'state', d.state, 'state_name', s.name_vi,
				'procedure', json_build_object('code', v.procedure_code, 'title', v.title),
				'unit', json_build_object('code', u.code, 'name', u.name),
				'applicant_name', d.applicant ->> 'full_name',
				'holder_name', (select a.full_name from account a where a.id = d.holder_account_id),
				'return_channel', d.return_channel,
				'payment', json_build_object('state', d.fee_state, 'total', coalesce(c.total, 0),
					'paid', case when d.fee_state = 'paid' then c.total else 0 end),
				'withdrawal_requested', d.withdrawal_requested_at is not null,
				'submitted_at', iso_time(d.submitted_at), 'due_at', iso_time(d.due_at),
				'step_due_at', iso_time(d.step_due_at),
				'overdue', d.step_due_at < now() and not s.terminal and d.state <> 'finished')
				order by d.at, d.id), '[]')
			from shown d join dossier_state s on s.state = d.state
			join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.holder_unit_code
			left join charge c on c.dossier_id = d.id),
		'next_cursor', case when (select count(*) from page) > p_limit then
			(select cursor_of(at, id) from shown order by at desc, id desc limit 1) end)::text into result;
	return result;
end $$;

-- Public: the code and the last four digits of the applicant's phone number, names masked.
create or replace function mask_name(p_name text) returns text language sql immutable strict as $$
	select string_agg(left(word, 1) || repeat('*', greatest(char_length(word) - 1, 1)), ' ' order by position)
	from regexp_split_to_table(btrim(p_name), '\s+') with ordinality as words(word, position)
$$;

create or replace function dossier_track(p_code text, p_last4 text) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object(
		'code', d.code, 'state', d.state, 'state_name', s.name_vi, 'procedure_title', v.title,
		'unit_name', u.name, 'unit_phone', u.phone, 'applicant_name', mask_name(d.applicant ->> 'full_name'),
		'submitted_at', iso_time(d.submitted_at), 'due_at', iso_time(d.due_at),
		'holder', json_build_object('unit_name', h.name, 'since', iso_time(d.held_since), 'until', iso_time(d.step_due_at)),
		'payment_state', d.fee_state,
		'events', (select coalesce(json_agg(json_build_object('at', iso_time(e.at), 'to_state', e.to_state,
				'state_name', es.name_vi) order by e.at, e.id), '[]')
			from dossier_event e join dossier_state es on es.state = e.to_state
			where e.dossier_id = d.id and e.from_state is distinct from e.to_state),
		'shipment', (select json_build_object('tracking_number', x.tracking_number, 'state', x.state)
			from shipment x where x.dossier_id = d.id order by x.created_at desc limit 1))::text
	from dossier d join dossier_state s on s.state = d.state
	join procedure_version v on v.id = d.procedure_version_id join unit u on u.code = d.unit_code
	join unit h on h.code = d.holder_unit_code
	where d.code = p_code and right(d.applicant ->> 'phone', 4) = p_last4;
end $$;
