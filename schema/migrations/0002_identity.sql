-- Parties: whom dossiers concern, with or without an account. Accounts: ways to sign in, and for whom each acts.

create table party (
	id uuid primary key,
	kind text not null default 'person' check (kind in ('person', 'organisation')),
	name text not null check (char_length(name) between 2 and 200),
	created_at timestamptz not null default now()
);
alter table party enable row level security;

-- What a party is known by, as evidence: who saw it, when, and how well it was checked. Never overwritten: what is found
-- later is another row, what holds no more is ended. level: somebody said so, an officer saw the paper, or the party
-- showed that it is in its hands.
create table party_identifier (
	party_id uuid not null references party,
	kind text not null check (kind in ('phone', 'email', 'personal_id', 'tax_code')),
	value text not null check (case kind when 'phone' then value ~ '^0[0-9]{9,10}$'
		when 'personal_id' then value ~ '^[0-9]{12}$' else char_length(value) between 3 and 200 end),
	source text not null check (source in ('account', 'desk', 'form', 'message')),
	level text not null,
	seen_at timestamptz not null default now(),
	seen_by uuid, -- the account that entered it; without a foreign key, as evidence outlives accounts
	evidence text check (char_length(evidence) <= 200), -- what was shown: the paper's name and number
	ended_at timestamptz,
	unique nulls not distinct (party_id, kind, value, source, level, seen_at)
);
alter table party_identifier enable row level security;
create index party_identifier_value on party_identifier (kind, value) where ended_at is null;
create index party_identifier_proven on party_identifier (value) where kind = 'phone' and level = 'proven' and ended_at is null;

create table account (
	id uuid primary key,
	party_id uuid not null unique references party,
	phone text unique check (phone ~ '^0[0-9]{9,10}$'),
	email text check (char_length(email) <= 200),
	position text,
	password_hash text not null,
	language text not null default 'vi' check (language in ('vi', 'en')), -- that of the last sign-in: letters are written in it
	created_at timestamptz not null default now(),
	closed_at timestamptz,
	check (phone is not null or email is not null)
);
alter table account enable row level security;
-- Addresses that differ only in case are one login. They stay as typed: that is how mail is sent and shown.
create unique index account_email on account (lower(email));

-- A code sent to a phone: whoever enters it has the phone in his hand. Of the code a slow hash is kept, and only until it is
-- used or replaced. That it was proven stands in party_identifier for good; these rows go after a while.
create table contact_proof (
	id uuid primary key,
	account_id uuid not null references account on delete cascade,
	phone text not null check (phone ~ '^0[0-9]{9,10}$'),
	code_hash text,
	asked_at timestamptz not null default now(),
	expires_at timestamptz not null,
	tries smallint not null default 0,
	proven_at timestamptz,
	check (proven_at is null or code_hash is null)
);
create index contact_proof_account on contact_proof (account_id, asked_at desc);
create index contact_proof_phone on contact_proof (phone, asked_at desc);
alter table contact_proof enable row level security;

-- Whose matters an account may see to: its own party's, always, and others' for a time. A party that the desk took down
-- turns out to be the account's person by the two together that it was taken down with: a phone, which the account has
-- proven, and the personal number. Nobody is overwritten: that it is the same person is this row. What one pair shows is one
-- account's, whoever comes at the same moment.
create table acting (
	account_id uuid not null references account on delete cascade,
	party_id uuid not null references party,
	capacity text not null check (capacity in ('self', 'representative')),
	by_phone text,
	by_personal_id text,
	valid_from timestamptz not null default now(),
	valid_until timestamptz check (valid_until >= valid_from),
	check ((by_phone is null) = (by_personal_id is null)),
	check (by_phone is null or capacity = 'self'),
	check (valid_until is null or capacity <> 'self' or by_phone is not null),
	primary key (account_id, party_id, valid_from),
	-- Of expressions, here and wherever times are kept apart: else who looks by the columns may be given this index, which takes
	-- several times as long as the primary key.
	exclude using gist ((account_id::text || party_id::text) with =, tstzrange(valid_from, valid_until) with &&),
	exclude using gist ((by_phone || ' ' || by_personal_id) with =, (account_id::text) with <>)
		where (by_phone is not null and valid_until is null)
);
alter table acting enable row level security;
create unique index acting_self on acting (account_id) where capacity = 'self' and by_phone is null;
create index acting_phone on acting (by_phone) where by_phone is not null;
create unique index acting_claimed on acting (party_id) where by_phone is not null and valid_until is null;
create index acting_party on acting (party_id);

-- Who works where, as what, from one day until another. What somebody may do follows from the posts in force; an account
-- without one is a citizen's. A post is ended, not deleted: who held which dossier when is told by it.
create table post (
	id uuid primary key,
	account_id uuid not null references account,
	unit_code text not null references unit,
	role text not null check (role <> 'citizen'),
	valid_from date not null,
	valid_until date check (valid_until > valid_from),
	exclude using gist (((account_id::text || unit_code) || role) with =, daterange(valid_from, valid_until) with &&)
);
create index post_account on post (account_id);
create index post_unit on post (unit_code);
alter table post enable row level security;

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

-- Devices of today: how many people sign in or file on one tells a person's own from one that is shared. A mark is made with
-- the day's key; at midnight key and marks go, and nobody can tell any more which device it was.
create table device_key (
	day date primary key,
	key bytea not null check (length(key) = 32)
);
alter table device_key enable row level security;

create table device_seen (
	day date not null,
	mark text not null,
	account_id uuid not null,
	primary key (day, mark, account_id)
);
alter table device_seen enable row level security;

-- A refresh token serves once; only its hash is kept.
create table refresh_token (
	hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
	session_id uuid not null references session on delete cascade,
	created_at timestamptz not null default now(),
	used_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);
alter table refresh_token enable row level security;
