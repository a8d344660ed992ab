-- People and their sessions.

create table account (
	id uuid primary key,
	role text not null default 'citizen',
	full_name text not null check (char_length(full_name) between 2 and 100),
	phone text unique check (phone ~ '^0[0-9]{9,10}$'),
	email text check (char_length(email) <= 200),
	personal_id text check (personal_id ~ '^[0-9]{12}$'),
	position text,
	password_hash text not null,
	created_at timestamptz not null default now(),
	closed_at timestamptz,
	check (phone is not null or email is not null)
);
alter table account enable row level security;
-- Addresses that differ only in case are one login. They stay as typed: that is how mail is sent and shown.
create unique index account_email on account (lower(email));

create table account_unit (
	account_id uuid not null references account on delete cascade,
	unit_code text not null references unit,
	primary key (account_id, unit_code)
);
create index account_unit_unit on account_unit (unit_code);
alter table account_unit enable row level security;

-- One sign-in on one device.
create table session (
	id uuid primary key,
	account_id uuid not null references account on delete cascade,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	revoked_at timestamptz
);
create index session_account on session (account_id);
create index session_revoked on session (revoked_at) where revoked_at is not null;
alter table session enable row level security;

-- A refresh token serves once; only its hash is kept.
create table refresh_token (
	hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
	session_id uuid not null references session on delete cascade,
	created_at timestamptz not null default now(),
	used_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);
alter table refresh_token enable row level security;
