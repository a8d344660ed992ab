-- The ledger of reading: a list is about to be answered.
-- params: operation text, asked text, body json
select reading_list($1, $2, $3)
