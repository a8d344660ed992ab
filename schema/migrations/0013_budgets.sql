-- Budgets: what may be done so often in a time, where that must not be forgotten inside its time. A row counts one kind of
-- use by one key: an id, or the SHA-256 of what is nobody's id. Its time begins with the first use; when it is over, the next
-- use begins another one.
create table budget (
	kind text not null,
	key text not null,
	seconds integer not null check (seconds > 0),
	begun_at timestamptz not null,
	used bigint not null check (used >= 0),
	primary key (kind, key, seconds)
);
create index budget_begun on budget (begun_at);
alter table budget enable row level security;

-- Devices from which somebody signed in to an account: each was given a random token for it, whose hash stands here. Who
-- brings it has a count of tries of his own, so that a stranger's guessing is no hindrance to him.
create table known_device (
	hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
	account_id uuid not null references account on delete cascade,
	used_at timestamptz not null default now()
);
create index known_device_account on known_device (account_id, used_at);
create index known_device_used on known_device (used_at);
alter table known_device enable row level security;
