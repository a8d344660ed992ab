-- What a message needs to be sent, its words with places for the values.
-- params: notification uuid
select t.words -> a.language ->> 'title' as title, t.words -> a.language ->> 'body' as body, n.told::text as told, a.language,
	p.name as full_name, a.phone, a.email, d.id as dossier_id, extract(epoch from n.created_at)::bigint as created_epoch
from notification n join notice_template t on t.id = n.template_id join account a on a.id = n.account_id
join party p on p.id = a.party_id left join dossier d on d.id = n.dossier_id where n.id = $1
