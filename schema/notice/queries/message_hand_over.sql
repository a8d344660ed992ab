-- A message that its carrier took over; what the carrier answered. One whose reader is gone leaves nothing.
-- params: id uuid, answer text
with sent as (delete from outbox where id = $1 returning subject_id, channel)
insert into message (notification_id, channel, answer)
select n.id, s.channel, $2 from sent s join notification n on n.id = s.subject_id
on conflict do nothing
