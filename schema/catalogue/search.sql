-- The search for procedures.
-- needs: core/fold

-- Procedures by how well one of their phrases fits what was typed: all words of the query in the phrase first,
-- then by trigrams, so that typing slips still find it. A query of null gives all by title.
create or replace function procedure_search(p_query text, p_limit integer)
returns table (procedure_code text, score real) language sql stable as $$
	with queries as (
		select distinct q from unnest(array[fold(p_query), fold_telex(p_query)]) q where q <> ''
	), words as (
		select q, w.word, w.place from queries, regexp_split_to_table(q, ' ') with ordinality as w(word, place)
	), runs as (
		-- A phrase that stands whole in the query is one of its runs of words: looked up, never searched for.
		select distinct a.q, string_agg(z.word, ' ') over (partition by a.q, a.place order by z.place) as run
		from words a join words z on z.q = a.q and z.place >= a.place
	), fitting as materialized (
		-- Each arm has its index; joined by "or" none of them would be used.
		select q, ph.procedure_code, ph.phrase, ph.weight from queries join procedure_phrase ph on ph.phrase % q
		union select q, ph.procedure_code, ph.phrase, ph.weight from queries join procedure_phrase ph on q <% ph.phrase
		union select q, ph.procedure_code, ph.phrase, ph.weight from runs join procedure_phrase ph on ph.phrase = run
	), titled as materialized (
		select f.q, f.procedure_code, max(similarity(title.phrase, f.q)) as likeness
		from (select distinct q, procedure_code from fitting where weight <> 1) f
		join procedure_phrase title on title.procedure_code = f.procedure_code and title.weight = 1
		group by f.q, f.procedure_code
	), scored as (
		select ph.procedure_code,
			ph.weight * (
				case when ph.phrase = q then 2.0
				when ' ' || ph.phrase || ' ' like '% ' || q || ' %' then 1.5 + 0.4 * length(q) / length(ph.phrase)
				when length(ph.phrase) >= 4 and ' ' || q || ' ' like '% ' || ph.phrase || ' %'
					then 1.3 + 0.4 * length(ph.phrase) / length(q)
				else greatest(similarity(ph.phrase, q), 0.9 * word_similarity(q, ph.phrase)) end
				-- Among equals the one whose title says it: "giay khai sinh" is first of all the birth certificate.
				+ case when ph.weight = 1 then 0 else 0.2 * titled.likeness end
			)::real as score
		from fitting ph left join titled using (q, procedure_code)
	)
	select procedure_code, max(score) from scored group by procedure_code
	having max(score) > 0.25 order by 2 desc, 1 limit p_limit
$$;
grant execute on function procedure_search to motcua_api;
