-- Procedures by how well they fit the words, as they are in force on a day, today by default. With 6,000 procedures most words
-- take a twentieth of a second of processor time and the longest a quarter: on a busy machine, more than a search may take.
-- limit: 2000 ms
-- params: words text, sector text, audience text, unit text, limit int4, offset int4, at date
with found as (
	select v.*, s.score, row_number() over (order by s.score desc, v.title) as position
	from procedure_search($1, 200) s
	join procedure_version v on v.procedure_code = s.procedure_code
		and in_force(v.valid_from, v.valid_until, coalesce($7, local_day(now())))
	join procedure p on p.code = v.procedure_code
	where ($2 is null or p.sector_code = $2) and ($3 is null or $3 = any (v.audience))
		and ($4 is null or exists (select from competence c where c.procedure_code = v.procedure_code and c.unit_code = $4
			and in_force(c.valid_from, c.valid_until, coalesce($7, local_day(now())))))
)
select json_build_object(
	'items', coalesce((select json_agg(procedure_summary_json(v, coalesce($7, local_day(now()))) order by f.position)
		from found f join procedure_version v on v.id = f.id where f.position > $6 and f.position <= $6 + $5), '[]'),
	'next_cursor', case when (select max(position) from found) > $6 + $5 then ($6 + $5)::text end)::text as body
