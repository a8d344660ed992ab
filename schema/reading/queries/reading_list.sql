-- The ledger of reading: a list is about to be answered.
-- params: operation text, asked text, shown uuid[]
select reading_list($1, $2, $3)
