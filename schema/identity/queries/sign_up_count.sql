-- Counts one more account that somebody wants to make from an address.
-- params: address text, rules jsonb
select wait_seconds, rate from sign_up_count($1, $2)
