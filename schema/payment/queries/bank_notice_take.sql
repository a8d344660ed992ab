-- Money that came in, and the transfer contents found in its text.
-- params: bank text, webhook text, body jsonb, contents text[]
select json_build_object('outcome', bank_notice_take($1, $2, $3, $4))::text as body
