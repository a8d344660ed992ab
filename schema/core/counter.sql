-- Numbers that restart every day.

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
