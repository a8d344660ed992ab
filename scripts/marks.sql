-- The highest numbers given until now, as one line of JSON: of those that are text on papers and must never be given twice.
-- scripts/backup keeps it beside each piece of the log, scripts/resume.sql reads it. Numbers of a past day are never given again.
select jsonb_build_object(
	'leases', (select coalesce(jsonb_agg(l), '[]') from (
		select unit_code, kind, day, first, last, holder, taken from code_lease where day >= local_day(now())) l),
	'shipment_number', (select case when is_called then last_value else last_value - 1 end from shipment_number));
