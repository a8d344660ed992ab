-- Words as people type them, for comparing.

-- Words as people type them: lower case, no diacritics, đ as d, single spaces. In plpgsql, which keeps its plan.
create or replace function fold(text) returns text language plpgsql immutable parallel safe strict as $$
begin
	return btrim(regexp_replace(lower(public.unaccent('public.unaccent', normalize($1, NFC))), '[^a-z0-9.]+', ' ', 'g'));
end $$;
grant execute on function fold to motcua_api;

-- The second key of what has an apostrophe, "K'Brơi": "kbroi" beside "k broi".
create or replace function fold_joined(text) returns text language sql immutable parallel safe strict as $$
	select fold(translate($1, '''’ʼ‘`´', ''))
$$;
grant execute on function fold_joined to motcua_api;

-- What is left when an input method was off: "giaays khai sinh" -> "giay khai sinh" (Telex).
create or replace function fold_telex(text) returns text language sql immutable parallel safe strict as $$
	select coalesce(string_agg(
		regexp_replace(
			regexp_replace(
				regexp_replace(regexp_replace(word, '([aeo])\1', '\1', 'g'), '^dd|d$', 'd', 'g'),
				'w', '', 'g'),
			'([aeiouy][a-z]*)[sfrxj]$', '\1'),
		' ' order by position), '')
	from regexp_split_to_table(fold($1), ' ') with ordinality as words(word, position)
$$;
grant execute on function fold_telex to motcua_api;
