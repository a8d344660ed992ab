-- Money in words.

-- "15.000 đồng".
create or replace function money_text(bigint) returns text language sql immutable strict
return replace(to_char($1, 'FM999,999,999,999,990'), ',', '.') || ' đồng';
grant execute on function money_text to motcua_citizen, motcua_staff;
