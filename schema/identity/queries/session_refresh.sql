-- Trades a refresh token.
-- params: old_hash text, new_hash text, sealed text
select outcome, successor, account_id, session_id, role, units from session_refresh($1, $2, $3)
