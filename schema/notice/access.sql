-- Who may touch the tables of notice. Deny by default: nothing but what stands here.
-- needs: core/caller

grant select on notice_template to motcua_citizen, motcua_staff, motcua_worker;
grant select on notification to motcua_citizen, motcua_staff, motcua_worker;
grant update (read_at) on notification to motcua_citizen, motcua_staff;

drop policy if exists own on notification;
create policy own on notification to motcua_citizen, motcua_staff using (account_id = (select caller_id()));
drop policy if exists work on notification;
create policy work on notification for select to motcua_worker using (true);

grant select, insert, update (answer, parts, cost) on message to motcua_worker;
drop policy if exists work on message;
create policy work on message to motcua_worker using (true);
