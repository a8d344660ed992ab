-- Sessions ended since a time.
-- params: since timestamptz
select session_id from sessions_revoked_since($1)
