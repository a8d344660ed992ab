-- What a gateway reports of a message.
-- params: report jsonb
select json_build_object('outcome', message_report_take($1))::text as body
