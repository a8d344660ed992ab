-- The clock of the dossier that a transfer pays for, by the transfer contents found in its text.
-- params: contents text[]
select bank_notice_clock($1)::text as clock
