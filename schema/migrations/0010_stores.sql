-- Work over two stores: rows here, bytes on the disk. Whatever dies in between, one of the two sides says what is to be done.

-- Blobs that lost a row that named them: intent to remove those that nobody names any more. The row goes last, when the bytes
-- are gone.
create table blob_loose (
	sha256 text primary key,
	since timestamptz not null default now()
);
alter table blob_loose enable row level security;

-- Passes over everything that is kept, a row each: where the one under way stands, what it has found so far, and what the last
-- whole one found.
create table check_pass (
	name text primary key,
	place text, -- behind which it goes on; null = none is under way
	begun_at timestamptz,
	looked bigint not null default 0,
	mended bigint not null default 0,
	ended_at timestamptz, -- of the last whole one
	last_looked bigint not null default 0,
	last_mended bigint not null default 0
);
alter table check_pass enable row level security;

-- What was found wrong and cannot be mended here: told until it is found right again.
create table check_loss (
	check_name text not null,
	subject text not null, -- the SHA-256 of a blob, a dossier's id, the id of an entry of the ledger
	what text not null,
	found_at timestamptz not null default now(),
	primary key (check_name, subject)
);
alter table check_loss enable row level security;

-- An upload is received in full exactly when its file can be used: the last piece and the file are told in one statement.
-- Those that were received and never became a file ask for their last byte again.
update upload set received = length - 1 where blob_sha256 is null and received = length and length > 0;
delete from upload where length = 0;
alter table upload add column completed_at timestamptz;
update upload set completed_at = created_at where blob_sha256 is not null;
alter table upload
	drop constraint upload_length_check,
	add constraint upload_length_check check (length > 0),
	add constraint upload_usable check ((received = length) = (blob_sha256 is not null)),
	add constraint upload_completed check ((blob_sha256 is null) = (completed_at is null));
create index upload_completed_at on upload (completed_at) where completed_at is not null;
create index upload_blob on upload (blob_sha256) where blob_sha256 is not null;

-- The check of the ledger asks by which entry a payment is booked.
create index ledger_entry_payment on ledger_entry (payment_id) where payment_id is not null;
