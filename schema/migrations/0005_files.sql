-- Files: the bytes stand in the content-addressed store, here stands what they are and to whom they belong.

create table blob (
	sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
	size bigint not null check (size > 0),
	media_type text not null,
	created_at timestamptz not null default now()
);

-- A resumable upload (tus 1.0.0). received counts bytes that are durable.
create table upload (
	id uuid primary key,
	account_id uuid not null references account on delete cascade,
	name text not null check (char_length(name) between 1 and 255),
	length bigint not null check (length >= 0),
	received bigint not null default 0,
	declared_sha256 text check (declared_sha256 ~ '^[0-9a-f]{64}$'),
	blob_sha256 text references blob,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	check (received between 0 and length),
	check (blob_sha256 is null or received = length)
);
alter table upload enable row level security;
create index upload_account on upload (account_id);
create index upload_expires on upload (expires_at) where blob_sha256 is null;

create table dossier_file (
	id uuid primary key,
	dossier_id uuid not null references dossier on delete cascade,
	-- NULL = a result of the dossier, else the paper of the procedure's case.
	component_code text,
	ordinal smallint not null,
	name text not null,
	blob_sha256 text not null references blob,
	added_by uuid not null references account,
	added_at timestamptz not null default now(),
	-- A file that was filed stays when a supplement replaces it; this one is no longer among the dossier's papers.
	taken_off_at timestamptz
);
alter table dossier_file enable row level security;
create index dossier_file_dossier on dossier_file (dossier_id);
create index dossier_file_blob on dossier_file (blob_sha256);
