-- A stretch of the ledger.
-- params: after text, limit int4
select until, looked from ledger_stretch($1, $2)
