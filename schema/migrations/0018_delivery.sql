-- What became of a message after its carrier took it, and why one was refused.

-- By which the carrier names it in its reports: the job's. Null: it went before there were reports.
alter table message add column id uuid;
alter table message add column delivered_at timestamptz;
-- Of a short one: in how many parts it went, and what they cost in đồng; null where that is not known.
alter table message add column parts smallint;
alter table message add column cost integer;
create unique index message_id on message (id);

-- Of what was refused or given up; last_error is what the other side said, for the operator.
alter table outbox add column cause text;
