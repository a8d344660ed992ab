-- Letters on their way.

-- Whether a letter of the dossier has not come to its end: then nothing else is handed over.
create or replace function shipment_under_way(p_dossier uuid) returns boolean language sql stable
return exists (select from shipment s where s.dossier_id = p_dossier
	and s.state not in ('delivered', 'returned_to_sender', 'cancelled', 'lost'));
