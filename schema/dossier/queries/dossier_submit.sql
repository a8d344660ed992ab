-- Files the dossier.
-- params: id uuid, version int8, code text, at timestamptz, step_due timestamptz, expected timestamptz, estimated bool, content text, payload text, jws text, device text, place text
select status, location, etag, body from dossier_submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
