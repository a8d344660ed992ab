-- The working calendar.
-- params: name text
select document::text as document from calendar where name = $1
