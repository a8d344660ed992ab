-- Signs in.
-- params: account uuid, refresh_hash text, device text, language text, tried text, devices text[], new_device text, shared bool
select account_id, session_id, role, units, device_new from session_create($1, $2, $3, $4, $5, $6, $7, $8)
