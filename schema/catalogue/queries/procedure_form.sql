-- The form of the version in force on a day, today by default.
-- params: code text, at date
select '"' || v.version || '"' as etag, json_build_object('procedure_code', v.procedure_code, 'version', v.version,
	'schema', v.form_schema, 'ui', v.form_ui, 'example', v.form_example)::text as body
from procedure_version v
where v.procedure_code = $1 and in_force(v.valid_from, v.valid_until, coalesce($2, local_day(now())))
