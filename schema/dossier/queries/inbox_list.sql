-- The desk's queue.
-- params: state text, unit text, overdue bool, mine bool, unheld bool, words text, limit int4, cursor text
select inbox_list($1, $2, $3, $4, $5, $6, $7, $8) as body
