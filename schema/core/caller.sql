-- Who calls, the record of api/core/caller.h: set in one statement at the start of every batch, read by row-level security.
-- caller_id the account, caller_kind, caller_role, caller_units, caller_assurance, caller_request; for whom the account acts is
-- rows, see identity/acting. And how SQL fails.
-- Without a context every function here gives null or nothing: access is denied.
-- What is called for every row or request is one expression (PostgreSQL puts it in place) or PL/pgSQL (keeps its plan).

create or replace function caller_id() returns uuid language sql stable parallel safe
return nullif(current_setting('motcua.account', true), '')::uuid;
grant execute on function caller_id to motcua_api, motcua_worker;

-- Which kind of caller the program signed in for, whatever the context says: public, citizen, staff, system.
create or replace function caller_kind() returns text language sql stable parallel safe
return case session_user when 'motcua_public' then 'public' when 'motcua_citizen' then 'citizen'
	when 'motcua_staff' then 'staff' when 'motcua_system' then 'system' end;
grant execute on function caller_kind to motcua_api, motcua_worker;

create or replace function caller_role() returns text language sql stable parallel safe
return coalesce(nullif(current_setting('motcua.role', true), ''), 'anonymous');
grant execute on function caller_role to motcua_api, motcua_worker;

create or replace function caller_units() returns text[] language sql stable parallel safe
return coalesce(nullif(current_setting('motcua.units', true), ''), '{}')::text[];
grant execute on function caller_units to motcua_api, motcua_worker;

-- How sure the token makes of it, a code of assurances.yaml.
create or replace function caller_assurance() returns text language sql stable parallel safe
return nullif(current_setting('motcua.assurance', true), '');
grant execute on function caller_assurance to motcua_api, motcua_worker;

create or replace function caller_is_staff() returns boolean language sql stable parallel safe
return session_user = 'motcua_staff' and caller_role() in ('officer', 'leader');
grant execute on function caller_is_staff to motcua_api, motcua_worker;

-- The id of the request, which stands in the name of the application, so that each line of the server's log has it
-- (log_line_prefix): "motcua-key <id>". Null where none does: in the worker, or by hand.
create or replace function caller_request() returns uuid language sql stable parallel safe
return nullif(split_part(current_setting('application_name'), ' ', 2), '')::uuid;
grant execute on function caller_request to motcua_api, motcua_worker;

-- Ends the transaction with a problem of the catalogue; detail may be shown to the caller.
create or replace function problem(code text, detail text default null) returns void language plpgsql as $$
begin
	if detail is null then
		raise exception using errcode = 'MC001', message = code;
	end if;
	raise exception using errcode = 'MC001', message = code, detail = detail;
end $$;
grant execute on function problem to motcua_api;

-- The same with a problem that waiting helps, so many seconds.
create or replace function problem_wait(code text, seconds integer) returns void language plpgsql as $$
begin
	raise exception using errcode = 'MC001', message = code, hint = seconds::text;
end $$;
