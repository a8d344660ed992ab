-- What does not balance in a stretch.
-- params: after text, until text
select id, what from ledger_faults($1, $2)
