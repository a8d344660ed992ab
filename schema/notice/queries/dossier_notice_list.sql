-- What people were told of a dossier and what became of it; the words in a language, with places for the values told.
-- params: id uuid, language text
select body from dossier_notice_list($1, $2) as body
