-- A notice becomes one job for each channel.
-- params: id uuid, channels text[]
with notice as (delete from outbox where id = $1 returning subject_id)
insert into outbox (id, topic, subject_id, channel)
select uuid_v7(), 'message', subject_id, channel from notice, unnest($2) channel
