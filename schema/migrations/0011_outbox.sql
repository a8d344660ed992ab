-- Messages are tried for three days at growing distances; what became of each one is known.

-- Held: the way itself failed, or put it off; once that works again it goes at once. Refused: by the other side, for good.
alter table outbox add column tried_since timestamptz;
alter table outbox add column held boolean not null default false;
alter table outbox add column refused boolean not null default false;

-- What goes by a channel has it named, and is taken by those who serve that channel alone.
alter table outbox drop constraint outbox_check;
alter table outbox add constraint outbox_message_channel check (topic <> 'message' or channel is not null);
create index outbox_channel on outbox (channel, topic, available_at) where failed_at is null and channel is not null;
create index outbox_message on outbox (subject_id) where topic = 'message';
create index outbox_failed on outbox (failed_at, id) where failed_at is not null;

-- A notice that a carrier took over by a channel.
create table message (
	notification_id uuid not null references notification on delete cascade,
	channel text not null,
	handed_over_at timestamptz not null default now(),
	answer text, -- of the carrier: by which it knows the message
	primary key (notification_id, channel)
);
alter table message enable row level security;

-- Now with a channel, see schema/core/outbox.sql.
drop function if exists outbox_add(text, uuid);
