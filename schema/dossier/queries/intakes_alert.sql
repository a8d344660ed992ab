-- Alerts officers to online filings without an answer.
-- params: limit int4
select intakes_alert($1) as count
