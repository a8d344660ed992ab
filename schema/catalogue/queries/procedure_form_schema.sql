-- What a version asks of a filing, kept by the program: the form's schema; the names of the answers that say who the applicant
-- is, from those that a person's own account fills in: {"full_name": "applicant_name"}; the papers that each case requires; and
-- how long each takes by each channel, {"case": {"online": {"amount": 3, "unit": "working_day", "cutoff": "15:00"}}}.
-- params: version uuid
select form_schema::text as schema,
	(select coalesce(jsonb_object_agg(substr(field ->> 'prefill', 4), field ->> 'name'), '{}')
		from jsonb_path_query(form_ui, '$.pages[*].fields[*]') field where field ->> 'prefill' like 'me.%')::text as applicant,
	(select coalesce(jsonb_object_agg(case_code, codes), '{}') from (
		select case_code, jsonb_agg(code order by ordinal) as codes from procedure_component where version_id = $1 and required
		group by case_code) cases)::text as required,
	(select coalesce(jsonb_object_agg(case_code, channels), '{}') from (
		select case_code, jsonb_object_agg(channel, jsonb_strip_nulls(jsonb_build_object('amount', time_amount,
			'unit', time_unit, 'cutoff', time_cutoff))) as channels
		from procedure_channel where version_id = $1 group by case_code) cases)::text as limits
from procedure_version where id = $1
