-- Keyset cursors.
-- needs: core/caller

-- Keyset cursors: opaque to clients, a time in microseconds and an id to us.
create or replace function cursor_of(timestamptz, uuid) returns text language sql stable parallel safe strict
return translate(encode(convert_to((extract(epoch from $1) * 1000000)::bigint::text || '~' || $2::text, 'UTF8'), 'base64'),
	E'+/=\n', '-_');
grant execute on function cursor_of to motcua_api;

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
grant execute on function cursor_parts to motcua_api;

-- Behind what a list has shown that goes down, or up: without a cursor all there is. Two values and never a null, so that an
-- index leads there: who has turned a thousand pages reads no more for the next than for the first.
create or replace function cursor_before(p_cursor text, out at timestamptz, out id uuid) language plpgsql immutable as $$
declare
	c record := cursor_parts(p_cursor);
begin
	at := coalesce(c.at, 'infinity');
	id := coalesce(c.id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
end $$;
grant execute on function cursor_before to motcua_api;

create or replace function cursor_after(p_cursor text, out at timestamptz, out id uuid) language plpgsql immutable as $$
declare
	c record := cursor_parts(p_cursor);
begin
	at := coalesce(c.at, '-infinity');
	id := coalesce(c.id, '00000000-0000-0000-0000-000000000000');
end $$;
grant execute on function cursor_after to motcua_api;
