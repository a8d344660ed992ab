-- What leaves the program (outbox), what people are told, and the replies kept for repeated requests.

-- What a notice says, a row for each wording: {"vi": {"title", "body"}, "en": ...} with places for the values that it names.
-- The last row of a notice is what is told now; the others stay, so that what was told reads the same for ever, in either
-- language, without a copy of the text beside each notification.
create table notice_template (
	id integer generated always as identity primary key,
	notice text not null,
	names text[] not null,
	words jsonb not null
);
create index notice_template_last on notice_template (notice, id desc);

create table notification (
	id uuid primary key,
	account_id uuid not null references account on delete cascade,
	-- A filed one, which stays; without a foreign key: a draft that is thrown away would be looked for in all there are.
	dossier_id uuid,
	-- Of notice_template, whose rows stay; by a foreign key all who file at a moment would lock the same row.
	template_id integer not null,
	told jsonb not null, -- the values
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

-- Requests with an Idempotency-Key that had their effect: a key stands here once, whatever month its reply lies in.
create table idempotency_key (
	account_id uuid not null,
	key varchar(100) not null,
	reply_id uuid not null,
	primary key (account_id, key)
);
alter table idempotency_key enable row level security;
create index idempotency_key_reply on idempotency_key (reply_id);

-- The answer to such a request, kept in the transaction of its effect; cut by month, see core/partitions.sql.
create table idempotency_reply (
	id uuid primary key,
	operation text not null,
	hash text not null,
	status smallint not null,
	location text,
	etag text,
	body text compression lz4 not null
) partition by range (id);
alter table idempotency_reply enable row level security;
