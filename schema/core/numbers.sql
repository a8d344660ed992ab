-- Numbers of dossier codes and receipts; see the table code_lease.

create or replace function code_lease_whole() returns trigger language plpgsql as $$
begin
	if not (new.kind in ('dossier', 'receipt') and new.first > 0 and new.last between new.first and 9999999
			and new.holder <> '' and new.taken between new.first - 1 and new.last) then
		raise check_violation using message = 'such numbers are not leased';
	end if;
	return new;
end $$;
-- Who takes the next number changes that alone, and never beyond the last, see number_next.
create or replace trigger whole before insert or update of unit_code, kind, day, first, last, holder on code_lease
	for each row execute function code_lease_whole();

-- H99.31-261126-0975: at least four digits, and as many as the number has. lpad alone would cut a longer one.
create or replace function number_prefix(p_unit text, p_day date) returns text language sql stable parallel safe
return p_unit || '-' || to_char(p_day, 'YYMMDD') || '-';

create or replace function number_text(p_unit text, p_day date, p_number integer) returns text
language sql stable parallel safe
return number_prefix(p_unit, p_day) || lpad(p_number::text, greatest(4, length(p_number::text)), '0');

-- Leases the next p_count numbers to a holder who has none left. Whether it did: not if somebody else was faster.
create or replace function code_lease_take(p_unit text, p_kind text, p_day date, p_count integer, p_holder text)
returns boolean language plpgsql as $$
begin
	insert into code_lease (unit_code, kind, day, first, last, holder, taken)
	select p_unit, p_kind, p_day, coalesce(max(l.last), 0) + 1, coalesce(max(l.last), 0) + p_count, p_holder,
		coalesce(max(l.last), 0)
	from code_lease l where l.unit_code = p_unit and l.kind = p_kind and l.day = p_day
	having not coalesce(bool_or(l.holder = p_holder and l.taken < l.last), false)
	on conflict do nothing;
	return found;
end $$;

-- The next number of a kind, unit and day, as text. Whoever takes one waits for whoever took the one before to commit: a moment.
-- Should somebody hold them all the same, half a second is enough: who waits has a connection, and the other units need one too.
create or replace function number_next(p_unit text, p_kind text, p_day date) returns text language plpgsql
set lock_timeout = '500ms' as $$
declare
	number integer;
begin
	loop
		update code_lease l set taken = l.taken + 1
		where l.unit_code = p_unit and l.kind = p_kind and l.day = p_day and l.holder = 'centre' and l.taken < l.last
		returning l.taken into number;
		exit when found;
		perform code_lease_take(p_unit, p_kind, p_day, 10000, 'centre');
	end loop;
	return number_text(p_unit, p_day, number);
end $$;
