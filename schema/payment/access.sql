-- Who may touch the tables of payment. Deny by default: nothing but what stands here.

grant select on charge, payment to motcua_citizen, motcua_staff, motcua_worker;

drop policy if exists visible on charge;
create policy visible on charge for select to motcua_citizen, motcua_staff
	using (exists (select from dossier d where d.id = dossier_id));
drop policy if exists visible on payment;
create policy visible on payment for select to motcua_citizen, motcua_staff
	using (exists (select from charge c where c.id = charge_id));
