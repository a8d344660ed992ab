-- Working calendars by days: each holds until the next of its code begins.
-- needs: catalogue/change

create or replace function calendar_set(x jsonb, p_at date) returns jsonb language plpgsql as $$
declare
	begins date := coalesce((x ->> 'valid_from')::date, p_at);
	after jsonb := x - '{code,valid_from}'::text[];
	before jsonb;
begin
	select c.document into before from calendar c where c.code = x ->> 'code' and c.valid_from <= begins
	order by c.valid_from desc limit 1;
	if before = after then
		return null;
	end if;
	insert into calendar (code, valid_from, document) values (x ->> 'code', begins, after)
	on conflict (code, valid_from) do update set document = excluded.document;
	return catalogue_change('calendar', x ->> 'code', begins, before, after);
end $$;
