-- Who may touch the tables of core. Deny by default: nothing but what stands here.

grant select, update, delete on outbox to motcua_worker;
grant insert (id, topic, subject_id, channel) on outbox to motcua_worker;
-- How the program asks whether it fits the schema.
grant select on schema_release to motcua_system, motcua_worker;
