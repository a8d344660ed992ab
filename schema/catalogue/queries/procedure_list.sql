-- Procedures by code, as they are in force on a day, today by default.
-- params: sector text, audience text, unit text, limit int4, after text, at date
with page as (
	select v.id, v.title, v.procedure_code from procedure_version v join procedure p on p.code = v.procedure_code
	where in_force(v.valid_from, v.valid_until, coalesce($6, local_day(now())))
		and ($1 is null or p.sector_code = $1) and ($2 is null or $2 = any (v.audience))
		and ($3 is null or exists (select from competence c where c.procedure_code = v.procedure_code and c.unit_code = $3
			and in_force(c.valid_from, c.valid_until, coalesce($6, local_day(now())))))
		and ($5 is null or v.procedure_code > (select procedure_cursor($5)))
	order by v.procedure_code limit $4 + 1
), shown as (select * from page order by procedure_code limit $4)
select json_build_object(
	'items', coalesce((select json_agg(procedure_summary_json(v, coalesce($6, local_day(now()))) order by v.procedure_code)
		from shown join procedure_version v on v.id = shown.id), '[]'),
	'next_cursor', case when (select count(*) from page) > $4 then (select max(procedure_code) from shown) end)::text as body
