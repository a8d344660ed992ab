-- Work that leaves the transaction: the worker does it.
-- needs: core/values

-- p_channel: by which channel of messages it goes; null if by none.
create or replace function outbox_add(p_topic text, p_subject uuid, p_channel text default null) returns void
language plpgsql as $$
begin
	insert into outbox (id, topic, subject_id, channel) values (uuid_v7(), p_topic, p_subject, p_channel);
end $$;
