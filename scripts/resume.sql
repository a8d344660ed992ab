-- Run by scripts/restore in a database that went back to an earlier moment: psql -v margin=1000 -f scripts/resume.sql <MARKS,
-- each line what scripts/marks.sql wrote. What was given after that moment is unknown here but for the marks, and after the
-- last marks altogether. So every counter goes on at the first multiple of 1,000 that leaves at least :margin numbers free
-- above the highest known; and ranges that others had leased are theirs again.
\set ON_ERROR_STOP on
\set QUIET on
begin;
create temp table mark (body jsonb not null) on commit drop;
\copy mark from pstdin with (format csv, delimiter e'\x02', quote e'\x01')

create temp view known as
	select unit_code, kind, day, first, last, holder, taken from code_lease where day >= local_day(now())
	union all
	select l.unit_code, l.kind, l.day, l.first, l.last, l.holder, l.taken
	from mark, jsonb_to_recordset(body -> 'leases') as l (unit_code text, kind text, day date, first integer, last integer,
		holder text, taken integer)
	where l.day >= local_day(now());

insert into code_lease (unit_code, kind, day, first, last, holder, taken)
select distinct on (unit_code, kind, day, first) unit_code, kind, day, first, last, holder, taken
from known where holder <> 'centre' and unit_code in (select code from unit)
order by unit_code, kind, day, first, taken desc
on conflict do nothing;

create temp table start on commit drop as
select u.code as unit_code, k.kind,
	ceil((coalesce(max(case known.holder when 'centre' then known.taken else known.last end), 0) + :margin) / 1000.0)::integer * 1000
		as number
from unit u cross join (values ('dossier'), ('receipt')) k (kind)
left join known on known.unit_code = u.code and known.kind = k.kind and known.day = local_day(now())
group by u.code, k.kind;

update code_lease l set taken = least(l.last, s.number - 1)
from start s
where l.unit_code = s.unit_code and l.kind = s.kind and l.day = local_day(now()) and l.holder = 'centre' and l.first < s.number;

insert into code_lease (unit_code, kind, day, first, last, holder, taken)
select s.unit_code, s.kind, local_day(now()), s.number, s.number + 9999, 'centre', s.number - 1
from start s
where not exists (select from code_lease l where l.unit_code = s.unit_code and l.kind = s.kind and l.day = local_day(now())
	and l.holder = 'centre' and l.taken = s.number - 1 and l.taken < l.last);

select setval('shipment_number', ((ceil((greatest(max((body ->> 'shipment_number')::bigint), (select case when is_called then last_value else 0 end from shipment_number))
	+ :margin) / 1000.0)::bigint * 1000 - 1) % 99999999) + 1, false) from mark \g /dev/null

select 'numbers go on at ' || min(number) || case when max(number) > min(number) then ' to ' || max(number) else '' end
	|| ' (' || count(*) || ' counters of units)' from start;
commit;
