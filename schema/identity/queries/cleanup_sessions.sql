-- Tokens and sessions past their time.
-- params:
with a as (delete from refresh_token where created_at < now() - interval '60 days')
delete from session where expires_at < now() - interval '30 days'
