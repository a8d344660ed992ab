-- What is written once. The triggers stand with their tables' rules.

-- Rows of these tables are written once.
create or replace function append_only() returns trigger language plpgsql as $$
begin
	raise exception using errcode = 'MC002', message = lower(tg_op) || ' of ' || tg_table_name || ' is refused';
end $$;

-- Rows that hold for a time get their end, once, and change in nothing else.
create or replace function ended_once() returns trigger language plpgsql as $$
begin
	if old.until_at is null and to_jsonb(old) - 'until_at' = to_jsonb(new) - 'until_at' then
		return new;
	end if;
	raise exception using errcode = 'MC002', message = 'update of ' || tg_table_name || ' is refused';
end $$;
