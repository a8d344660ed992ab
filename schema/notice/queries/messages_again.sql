-- Messages tried again, those that wait for longest; whether there are more.
-- params: most int4
select json_build_object('count', cardinality(messages_again(null, $1)))::text as body
