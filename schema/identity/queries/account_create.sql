-- A citizen's account.
-- params: id uuid, full_name text, phone text, email text, personal_id text, password_hash text
select status, location, etag, body from account_create($1, $2, $3, $4, $5, $6)
