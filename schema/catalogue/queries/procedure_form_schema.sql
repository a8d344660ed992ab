-- The form's schema of a version, compiled once by the program, and the names of the answers that say who the applicant is:
-- {"full_name": "applicant_name"}, from those that a person's own account fills in.
-- params: version uuid
select form_schema::text as schema,
	(select coalesce(jsonb_object_agg(substr(field ->> 'prefill', 4), field ->> 'name'), '{}')
		from jsonb_path_query(form_ui, '$.pages[*].fields[*]') field where field ->> 'prefill' like 'me.%')::text as applicant
from procedure_version where id = $1
