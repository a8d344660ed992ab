-- Signs out.
-- params: session uuid
select session_revoke($1)
