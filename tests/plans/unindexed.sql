-- What no key and no part of the load needs is indexed when all is there (indexed.sql): that is faster, and an index made
-- at once is a third smaller than one that grew.
\set ON_ERROR_STOP on
set client_min_messages = warning;
create table index_later as
select pg_get_indexdef(i.indexrelid) as made, i.indexrelid::regclass::text as name
from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = i.indexrelid and a.attnum = 1
where c.relname = any ('{dossier,dossier_code,dossier_file,dossier_party,notification,unit_dossier,sought_number,outbox,payment,
	ledger_entry,session,refresh_token,shipment,shipment_event,upload,bank_notice,device_seen}')
	and not i.indisunique and a.attname not in ('dossier_id', 'charge_id') and not exists (select from pg_constraint k where k.conindid = i.indexrelid);
do $$
declare
	index text;
begin
	for index in select name from index_later loop
		execute 'drop index ' || index;
	end loop;
end $$;
