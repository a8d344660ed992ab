-- The signed receipt of the last submission.
-- params: id uuid
select json_build_object('code', d.code, 'receipt', r.jws, 'payload', r.payload::json)::text as body
from dossier d join receipt r on r.dossier_id = d.id and r.submission_number = d.submission_number where d.id = $1
