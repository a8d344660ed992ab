-- Identifiers and times.

-- RFC 9562 version 7: time-ordered, so that B-trees grow at their right edge.
-- The time goes on in the 12 bits beside the version (RFC 9562, 6.2, method 3), so that what is written in one millisecond
-- keeps its order.
-- In PL/pgSQL: put in place it is a dozen functions that each statement gets ready anew.
create or replace function uuid_v7() returns uuid language plpgsql volatile as $$
begin
	return (overlay(lpad(to_hex(floor(date_part('epoch', clock_timestamp()) * 4096000)::bigint), 15, '0')
			placing '7' from 13 for 0)
		|| right(gen_random_uuid()::text, 17))::uuid;
end $$;
grant execute on function uuid_v7 to motcua_api, motcua_worker;

-- The least UUIDv7 of a moment, and the moment of a UUIDv7, to the millisecond.
create or replace function uuid_floor(timestamptz) returns uuid language sql stable parallel safe strict
return (lpad(to_hex(floor(extract(epoch from $1) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
grant execute on function uuid_floor to motcua_worker;

create or replace function uuid_time(uuid) returns timestamptz language sql stable parallel safe strict
return to_timestamp(('x' || left(replace($1::text, '-', ''), 12))::bit(48)::bigint / 1000.0);

create or replace function iso_time(timestamptz) returns text language sql stable parallel safe strict
return to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
grant execute on function iso_time to motcua_api;

-- The second in which something happens: never a later one, so that what follows does not seem to come before it.
create or replace function step_time() returns timestamptz language sql stable parallel safe
return date_trunc('second', now());

-- Whole seconds since 1970, as the program counts.
create or replace function epoch(timestamptz) returns bigint language sql stable parallel safe strict
return floor(extract(epoch from $1))::bigint;

create or replace function local_day(timestamptz) returns date language sql immutable parallel safe strict
return ($1 at time zone 'Asia/Ho_Chi_Minh')::date;
grant execute on function local_day to motcua_api;

-- Whether what begins and ends (null = never) on these days is in force on a day.
create or replace function in_force(p_from date, p_until date, p_day date) returns boolean language sql immutable parallel safe
return p_from <= p_day and (p_until is null or p_until > p_day);
grant execute on function in_force to motcua_api, motcua_worker;
