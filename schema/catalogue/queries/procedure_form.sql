-- The form of the version in force.
-- params: code text
select '"' || v.version || '"' as etag, json_build_object('procedure_code', v.procedure_code, 'version', v.version,
	'schema', v.form_schema, 'ui', v.form_ui, 'example', v.form_example)::text as body
from procedure_version v
where v.procedure_code = $1 and v.effective_until is null and v.effective_from <= local_day(now())
