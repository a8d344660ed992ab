-- Public tracking by the link of a receipt, names masked.
-- params: id uuid, generation int4
select tracking_by_link($1, $2) as body
