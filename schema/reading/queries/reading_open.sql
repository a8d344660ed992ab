-- The ledger of reading: the caller opens a dossier.
-- params: operation text, dossier_id uuid
select reading_open($1, $2)
