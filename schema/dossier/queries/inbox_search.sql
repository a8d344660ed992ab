-- The desk's search.
-- params: code text, tracking_number text, receipt_number text, numbers text[], words text, limit int4, cursor text
select * from inbox_search($1, $2, $3, $4, $5, $6, $7)
