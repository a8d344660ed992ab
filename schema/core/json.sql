-- Pieces of JSON as text, for format(): texts, put in place by the build, see dossier/visible. In lists a row is a format of
-- JSON, as json_build_object looks up the types of each name and each value again for each row: that was a list's half.
-- needs: core/values

-- text: json_text(p_text)
coalesce(to_json(p_text)::text, 'null')

-- text: json_time(p_time)
coalesce('"' || iso_time(p_time) || '"', 'null')

-- A page of a list: of rows (place, item, cursor) in their order, one more than the page holds where there is a next one.
-- text: json_page(p_limit)
format('{"items" : [%s], "next_cursor" : %s}', string_agg(item, ', ') filter (where place <= p_limit),
	json_text(case when count(*) > p_limit then max(cursor) end))
