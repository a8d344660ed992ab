-- How long each of the statements that follow in the batch may take, in milliseconds, in place of the connection's limit.
-- params: milliseconds text
select set_config('statement_timeout', $1, true)
