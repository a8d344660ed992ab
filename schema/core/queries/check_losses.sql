-- The losses that a check has found, behind a subject.
-- params: name text, after text
select subject, what from check_losses($1, $2)
