-- What is due and what was paid.
-- params: id uuid
select payment_list($1) as body
