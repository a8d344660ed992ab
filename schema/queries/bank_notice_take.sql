-- params: bank text, webhook text, body jsonb, content text
select json_build_object('outcome', bank_notice_take($1, $2, $3, $4))::text as body
