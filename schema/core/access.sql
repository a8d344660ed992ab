-- Who may touch the tables of core. Deny by default: nothing but what stands here.

grant select, update, delete on outbox to motcua_worker;
grant insert (id, topic, subject_id, channel) on outbox to motcua_worker;
grant delete on idempotency to motcua_worker;
grant select on idempotency to motcua_worker;

drop policy if exists work on idempotency;
create policy work on idempotency to motcua_worker using (created_at < now() - interval '30 days');
