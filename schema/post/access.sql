-- Who may touch the tables of post. Deny by default: nothing but what stands here.

grant select on shipment, shipment_event to motcua_citizen, motcua_staff, motcua_worker;

drop policy if exists visible on shipment;
create policy visible on shipment for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on shipment_event;
create policy visible on shipment_event for select to motcua_citizen, motcua_staff
	using (exists (select from shipment s where s.id = shipment_id));
