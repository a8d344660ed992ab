-- params: id uuid
select payment_list($1) as body
