-- Ends complete uploads of a day ago.
-- params: limit int4
select uploads_forget($1) as count
