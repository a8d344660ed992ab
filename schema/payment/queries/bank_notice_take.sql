-- Money that came in, and the transfer contents found in its text.
-- params: bank text, notice text, account text, money jsonb, contents text[], document jsonb, clock jsonb
select json_build_object('outcome', bank_notice_take($1, $2, $3, $4, $5, $6, $7))::text as body
