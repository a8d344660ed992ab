-- One message tried again; no row if it is neither refused nor given up.
-- params: id uuid
select 1 from messages_again(array[$1], 1) chosen where chosen <> '{}'
