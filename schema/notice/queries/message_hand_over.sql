-- A message that its carrier took over; what the carrier answered, and of a short one in how many parts it goes and what they
-- cost. One whose reader is gone leaves nothing; what the carrier has reported of it meanwhile stays.
-- params: id uuid, answer text, parts int4, cost int4
with sent as (delete from outbox where id = $1 and failed_at is null returning id, subject_id, channel, attempts),
noted as (update message set answer = coalesce(answer, $2), parts = $3, cost = $4 where id = $1 and parts is null)
insert into message (id, notification_id, channel, answer, parts, cost, attempts)
select s.id, n.id, s.channel, $2, $3, $4, s.attempts from sent s join notification n on n.id = s.subject_id
on conflict do nothing
