-- One unit, also one that has ended: who goes on with its dossiers can be asked for ever.
-- params: code text
select unit_json(u)::text as body from unit u where u.code = $1
