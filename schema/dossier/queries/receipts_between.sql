-- Submissions of a stretch with their receipts.
-- params: after text, until text
select dossier_id, number, code, content_sha256, sha256, payload, jws, numbers_follow from receipts_between($1, $2)
