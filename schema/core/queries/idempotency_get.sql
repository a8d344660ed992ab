-- The reply kept for a key of the caller.
-- params: key text, operation text, hash text
select same, status, location, etag, body from idempotency_find($1, $2, $3)
