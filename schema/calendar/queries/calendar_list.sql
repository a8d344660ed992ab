-- All working calendars with their first days, those of one code in the order of these.
-- params:
select code, valid_from - date '1970-01-01' as first_day, document::text as document from calendar order by code, valid_from
