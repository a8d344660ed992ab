-- Heads that were signed, behind a day.
-- params: after text, limit int4
select through, head from custody_heads($1, $2)
