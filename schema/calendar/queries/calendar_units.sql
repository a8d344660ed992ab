-- Units that keep other hours than the general ones: their own, or those of the next unit above that has any.
-- params:
with recursive kept as (
	select u.code, u.calendar_code from unit u where u.calendar_code is not null
	union all
	select u.code, k.calendar_code from unit u join kept k on u.parent_code = k.code where u.calendar_code is null
)
select code as unit, calendar_code as calendar from kept order by code collate "C"
