-- Documents of the catalogue, checked by the program (lib/catalogue), come in force in one transaction.
-- needs: calendar/calendars catalogue/closures catalogue/competence catalogue/exemptions catalogue/fees catalogue/partners catalogue/units catalogue/versions core/append_only core/caller core/values dossier/outages dossier/succeed identity/acting

create or replace trigger append_only before update or delete on import for each row execute function append_only();
create or replace trigger never_emptied before truncate on import for each statement execute function append_only();

-- What documents may refer to, as lib/catalogue/documents.h reads it.
create or replace function catalogue_known() returns jsonb language sql stable
return jsonb_build_object(
	'units', (select coalesce(jsonb_object_agg(u.code, jsonb_build_object('parent', u.parent_code)), '{}') from unit u),
	'places', (select coalesce(jsonb_object_agg(c.code, true), '{}') from place c),
	'calendars', (select coalesce(jsonb_object_agg(c.code, true), '{}') from calendar c),
	'partners', (select coalesce(jsonb_object_agg(p.code, true), '{}') from (select distinct code from partner) p),
	'outages', outages_known(),
	'procedures', (select coalesce(jsonb_object_agg(v.procedure_code, jsonb_build_object(
			'channels', (select coalesce(jsonb_object_agg(c.case_code || ' ' || c.channel, true), '{}')
				from procedure_channel c where c.version_id = v.id),
			'form', jsonb_build_object('required', v.form_schema -> 'required', 'properties',
				(select coalesce(jsonb_object_agg(name, said), '{}')
				from jsonb_each(v.form_schema -> 'properties') member(name, said) where said ->> 'type' = 'integer')),
			'lines', (select coalesce(jsonb_object_agg(line ->> 'code', true), '{}') from procedure_fee f,
				jsonb_array_elements(f.lines) line where f.procedure_code = v.procedure_code))), '{}')
		from (select distinct on (w.procedure_code) w.* from procedure_version w
			where w.valid_until is distinct from w.valid_from order by w.procedure_code, w.valid_from desc) v));
grant execute on function catalogue_known to motcua_staff;

create or replace function catalogue_apply(p jsonb, p_at date) returns setof jsonb language plpgsql as $$
begin
	-- A unit may come before the one above it.
	set constraints unit_parent_code_fkey, unit_successor_code_fkey deferred;
	return query select c from jsonb_array_elements(p -> 'calendars') x, calendar_set(x, p_at) c;
	return query select c from jsonb_array_elements(p -> 'units') x, unit_set(x, p_at) c;
	set constraints unit_parent_code_fkey, unit_successor_code_fkey immediate;
	return query select c from (select x from jsonb_array_elements(p -> 'procedures') x
		order by x ->> 'code', x ->> 'valid_from') ordered, procedure_set(ordered.x, p_at) c;
	return query select c from jsonb_array_elements(p -> 'competence') x, competence_set(x, p_at) c;
	perform competence_follow(p_at);
	return query select c from (select x from jsonb_array_elements(p -> 'fees') x order by x ->> 'valid_from') ordered,
		fee_set(jsonb_build_object('case', 'default') || ordered.x) c;
	return query select c from jsonb_array_elements(p -> 'closures') x, closure_set(x) c;
	return query select c from (select x from jsonb_array_elements(p -> 'exemptions') x order by x ->> 'valid_from') ordered,
		exemption_set(ordered.x) c;
	return query select c from (select x from jsonb_array_elements(p -> 'partners') x order by x ->> 'valid_from') ordered,
		partner_set(ordered.x) c;
	return query select c from jsonb_array_elements(p -> 'outages') x, outage_set(x, p ->> 'basis') c;
	-- What a unit had beyond these is the worker's to hand on.
	return query select s.change from units_succeed(p_at, 500) s where s.change is not null;
end $$;

-- What changed, or with p_dry would change: a trial goes the whole way and is then undone. p_by: who does it, where nobody is
-- signed in.
create or replace function catalogue_import(p jsonb, p_at date, p_dry boolean, p_by text) returns jsonb
language plpgsql security definer
set search_path = public, pg_temp as $$
declare
	today date := local_day(now());
	changes jsonb;
begin
	-- Asked here too: nothing that is done to the whole catalogue rests on one check alone.
	if caller_kind() is not null and (caller_role() <> 'admin' or caller_assurance() is distinct from 'password') then
		perform problem('forbidden');
	end if;
	if p_at < today then
		perform problem('bad-query', 'at');
	end if;
	perform pg_advisory_xact_lock(hashtext('catalogue'));
	begin
		select coalesce(jsonb_agg(c), '[]') into changes from catalogue_apply(p, coalesce(p_at, today)) c where c is not null;
		if p_dry then
			raise exception using errcode = 'MC002';
		end if;
	exception when sqlstate 'MC002' then
		null;
	end;
	if not p_dry and changes <> '[]' then
		insert into import (id, author_id, author, basis, holds_from, sha256, changes)
		values (uuid_v7(), caller_id(), coalesce(account_name(caller_id()), p_by),
			p ->> 'basis', coalesce(p_at, today), encode(sha256(convert_to(p::text, 'UTF8')), 'hex'), changes);
	end if;
	return jsonb_build_object('at', coalesce(p_at, today), 'dry_run', p_dry, 'changes', changes);
end $$;
grant execute on function catalogue_import to motcua_staff;
