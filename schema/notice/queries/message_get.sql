-- What a message needs to be sent.
-- params: notification uuid
select n.id, n.title, n.body, p.name as full_name, a.phone, a.email, d.code, d.id as dossier_id,
	extract(epoch from n.created_at)::bigint as created_epoch
from notification n join account a on a.id = n.account_id join party p on p.id = a.party_id
left join dossier d on d.id = n.dossier_id where n.id = $1
