-- The account of a phone number or e-mail and its password's hash.
-- params: login text
select id, password_hash from account_by_login($1)
