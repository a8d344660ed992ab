-- The signed receipt.
-- params: id uuid
select json_build_object('code', d.code, 'receipt', r.jws, 'payload', r.payload::json)::text as body
from dossier d join receipt r on r.dossier_id = d.id where d.id = $1
