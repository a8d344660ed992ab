-- What is due, before a payment is made.
-- params: id uuid
select d.code, d.fee_state, coalesce(c.total, 0) as total, (select k.clock::text from dossier_clock(d.id) k) as clock
from dossier d left join charge c on c.dossier_id = d.id and c.state = 'open' where d.id = $1
