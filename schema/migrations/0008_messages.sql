-- What leaves the program (outbox), what people are told, and the replies kept for repeated requests.

create table notification (
	id uuid primary key,
	account_id uuid not null references account on delete cascade,
	dossier_id uuid references dossier on delete cascade,
	title text not null,
	body text not null,
	created_at timestamptz not null default now(),
	read_at timestamptz
);
alter table notification enable row level security;
create index notification_account on notification (account_id, created_at desc, id desc);
create index notification_unread on notification (account_id) where read_at is null;

-- Side effects, written with the change that causes them and done by the worker. The payload holds ids only.
create table outbox (
	id uuid primary key,
	topic text not null,
	subject_id uuid not null,
	channel text check ((topic = 'message') = (channel is not null)),
	created_at timestamptz not null default now(),
	available_at timestamptz not null default now(),
	attempts smallint not null default 0,
	failed_at timestamptz,
	last_error text
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index outbox_pending on outbox (topic, available_at) where failed_at is null;

-- The first answer to a request with an Idempotency-Key, kept in the transaction of its effect.
create table idempotency (
	account_id uuid not null,
	key text not null check (char_length(key) between 1 and 100),
	operation text not null,
	hash text not null,
	status smallint not null,
	location text,
	etag text,
	body text not null,
	created_at timestamptz not null default now(),
	primary key (account_id, key)
);
alter table idempotency enable row level security;
create index idempotency_created on idempotency (created_at);
