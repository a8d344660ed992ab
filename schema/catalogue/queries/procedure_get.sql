-- The version in force on a day, today by default. What it costs changes by days of its own, so the tag is of the text.
-- params: code text, at date
select '"' || left(md5(shown.body), 16) || '"' as etag, shown.body
from procedure_version v, procedure_json(v, coalesce($2, local_day(now()))) said, lateral (select said::text as body) shown
where v.procedure_code = $1 and in_force(v.valid_from, v.valid_until, coalesce($2, local_day(now())))
