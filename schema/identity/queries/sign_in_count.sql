-- Counts a try to sign in, and tells whose login it is and the password's hash.
-- params: login text, devices text[], by_login jsonb, by_device jsonb
select id, password_hash, known, tried, wait_seconds, rate from sign_in_count($1, $2, $3, $4)
