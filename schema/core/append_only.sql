-- What is written once. The triggers stand with their tables' rules.

-- Rows of these tables are written once.
create or replace function append_only() returns trigger language plpgsql as $$
begin
	raise exception using errcode = 'MC002', message = lower(tg_op) || ' of ' || tg_table_name || ' is refused';
end $$;

-- Rows that hold for a time get their end, once, and change in nothing else. The trigger names the columns of the end, until_at
-- if none.
create or replace function ended_once() returns trigger language plpgsql as $$
declare
	ends text[] := case when tg_nargs = 0 then '{until_at}' else tg_argv end;
begin
	if to_jsonb(old) - ends = to_jsonb(new) - ends
			and not exists (select from unnest(ends) e where to_jsonb(old) ->> e is not null) then
		return new;
	end if;
	raise exception using errcode = 'MC002', message = 'update of ' || tg_table_name || ' is refused';
end $$;
