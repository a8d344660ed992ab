-- Messages that were refused or given up; the words in a language, with places for the values told.
-- params: limit int4, cursor text, language text
select body, shown from undelivered_list($1, $2, $3)
