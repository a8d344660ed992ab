-- Work that leaves the transaction: the worker does it.
-- needs: core/values

create or replace function outbox_add(p_topic text, p_subject uuid) returns void language plpgsql as $$
begin
	insert into outbox (id, topic, subject_id) values (uuid_v7(), p_topic, p_subject);
end $$;
