-- What waits, what is held up and what failed is found and counted by its own order, however much of it there is: one index of
-- all that waits, by a channel or by none, in place of two; and what failed by whether the other side refused it.
create index outbox_waiting on outbox (channel, topic, available_at) where failed_at is null;
drop index outbox_pending;
drop index outbox_channel;
create index outbox_refused on outbox (refused, failed_at, id) where failed_at is not null;
drop index outbox_failed;

-- Held: what is late by no fault of its own. A message whose way failed, or that was put off by it, goes at once when that works
-- again; work that goes by no channel and has failed is tried on, and told of to whoever watches.
create index outbox_held on outbox (channel, created_at) where held and failed_at is null;
update outbox set held = true where channel is null and attempts > 0 and failed_at is null;
