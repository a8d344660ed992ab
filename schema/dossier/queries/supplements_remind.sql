-- Reminds applicants of what they have not supplied.
-- params: limit int4
select supplements_remind($1) as count
