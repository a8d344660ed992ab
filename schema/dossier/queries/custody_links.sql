-- The next hand-overs in the order in which they are signed.
-- params: dossier text, sequence int4, limit int4
select dossier_id, sequence, day, hash from custody_links($1, $2, $3)
