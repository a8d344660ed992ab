-- Signs in.
-- params: account uuid, refresh_hash text, device text, language text
select account_id, session_id, role, units from session_create($1, $2, $3, $4)
