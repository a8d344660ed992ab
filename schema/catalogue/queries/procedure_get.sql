-- The version in force.
-- params: code text
select '"' || v.version || '"' as etag, procedure_json(v)::text as body
from procedure_version v
where v.procedure_code = $1 and v.effective_until is null and v.effective_from <= local_day(now())
