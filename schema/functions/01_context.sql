-- Who calls (set at the start of every pipeline, read by row-level security) and how SQL fails.
-- Without a context every function here gives null or nothing: access is denied.
-- What is called for every row or request is one expression (PostgreSQL puts it in place) or PL/pgSQL (keeps its plan).

create or replace function caller_id() returns uuid language sql stable parallel safe
return nullif(current_setting('motcua.account', true), '')::uuid;

create or replace function caller_role() returns text language sql stable parallel safe
return coalesce(nullif(current_setting('motcua.role', true), ''), 'anonymous');

create or replace function caller_units() returns text[] language sql stable parallel safe
return coalesce(nullif(current_setting('motcua.units', true), ''), '{}')::text[];

create or replace function caller_is_staff() returns boolean language sql stable parallel safe
return caller_role() in ('officer', 'leader');

-- Ends the transaction with a problem of the catalogue; detail may be shown to the caller.
create or replace function problem(code text, detail text default null) returns void language plpgsql as $$
begin
	if detail is null then
		raise exception using errcode = 'MC001', message = code;
	end if;
	raise exception using errcode = 'MC001', message = code, detail = detail;
end $$;

-- RFC 9562 version 7: time-ordered, so that B-trees grow at their right edge.
create or replace function uuid_v7() returns uuid language plpgsql volatile parallel safe as $$
begin
	return encode(
		set_bit(set_bit(
			overlay(uuid_send(gen_random_uuid())
				placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
				from 1 for 6),
			52, 1), 53, 1), 'hex')::uuid;
end $$;

-- Words as people type them: lower case, no diacritics, đ as d, single spaces.
create or replace function fold(text) returns text language sql immutable parallel safe strict as $$
	select btrim(regexp_replace(lower(public.unaccent('public.unaccent', normalize($1, NFC))), '[^a-z0-9.]+', ' ', 'g'))
$$;

-- What is left when an input method was off: "giaays khai sinh" -> "giay khai sinh" (Telex).
create or replace function fold_telex(text) returns text language sql immutable parallel safe strict as $$
	select coalesce(string_agg(
		regexp_replace(
			regexp_replace(
				regexp_replace(regexp_replace(word, '([aeo])\1', '\1', 'g'), '^dd|d$', 'd', 'g'),
				'w', '', 'g'),
			'([aeiouy][a-z]*)[sfrxj]$', '\1'),
		' ' order by position), '')
	from regexp_split_to_table(fold($1), ' ') with ordinality as words(word, position)
$$;

create or replace function iso_time(timestamptz) returns text language sql stable parallel safe strict
return to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

create or replace function local_day(timestamptz) returns date language sql immutable parallel safe strict
return ($1 at time zone 'Asia/Ho_Chi_Minh')::date;

-- The next number of a scope and day; see the table.
create or replace function counter_next(p_scope text, p_day date) returns integer language plpgsql volatile as $$
declare
	number integer;
begin
	insert into counter (scope, day, last) values (p_scope, p_day, 1)
	on conflict (scope, day) do update set last = counter.last + 1
	returning last into number;
	return number;
end $$;

-- Keyset cursors: opaque to clients, a time in microseconds and an id to us.
create or replace function cursor_of(timestamptz, uuid) returns text language sql stable parallel safe strict
return translate(encode(convert_to((extract(epoch from $1) * 1000000)::bigint::text || '~' || $2::text, 'UTF8'), 'base64'),
	E'+/=\n', '-_');

create or replace function cursor_parts(p_cursor text, out at timestamptz, out id uuid) language plpgsql immutable as $$
declare
	plain text;
	microseconds bigint;
begin
	if p_cursor is null then
		return;
	end if;
	plain := convert_from(decode(rpad(translate(p_cursor, '-_', '+/'), (length(p_cursor) + 3) / 4 * 4, '='), 'base64'), 'UTF8');
	-- Whole seconds and the rest apart: an interval multiplies as a double, which cannot hold both.
	microseconds := split_part(plain, '~', 1)::bigint;
	at := timestamptz 'epoch' + (microseconds / 1000000) * interval '1 second'
		+ (microseconds % 1000000) * interval '1 microsecond';
	id := split_part(plain, '~', 2)::uuid;
exception when others then
	perform problem('bad-cursor');
end $$;
