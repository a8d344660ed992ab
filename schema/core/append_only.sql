-- What is written once. The triggers stand with their tables' rules.

-- Rows of these tables are written once.
create or replace function append_only() returns trigger language plpgsql as $$
begin
	raise exception using errcode = 'MC002', message = lower(tg_op) || ' of ' || tg_table_name || ' is refused';
end $$;
