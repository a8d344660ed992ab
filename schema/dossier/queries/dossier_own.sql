-- A filed dossier for its applicant, as it lies composed; no row if it does not.
-- params: id uuid
select '"' || version || '"' as etag, document || applicant_end as body from dossier_document where dossier_id = $1
