-- The desk's queue.
-- params: view text, state text, unit text, overdue bool, mine bool, limit int4, cursor text
select * from inbox_list($1, $2, $3, $4, $5, $6, $7)
