-- Stores a password's hash made with today's costs.
-- params: account uuid, old_hash text, new_hash text
select account_rehash($1, $2, $3)
