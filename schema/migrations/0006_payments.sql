-- Fees and money: what is due (charge), how it is paid (payment), and a double-entry ledger in whole đồng.

-- Claims: what a dossier costs when it is filed (fee), what it costs more after a supplement (difference), and what was paid
-- too much after one (refund, which is owed to the payer). At most one is open: what is due is paid at once. A charge never
-- changes but for its state.
create table charge (
	id uuid primary key,
	dossier_id uuid not null references dossier,
	submission_number integer not null,
	kind text not null,
	lines jsonb not null,
	total bigint not null,
	state text not null,
	created_at timestamptz not null default now()
);
alter table charge enable row level security;
create index charge_dossier on charge (dossier_id);
create unique index charge_open on charge (dossier_id) where state = 'open';

create table payment (
	id uuid primary key,
	charge_id uuid not null references charge,
	method text not null,
	amount bigint not null check (amount > 0),
	state text not null,
	transfer_content text unique check (transfer_content ~ '^[A-Z0-9]{6,25}$'),
	qr_payload text,
	bank jsonb,
	expires_at timestamptz,
	paid_at timestamptz,
	receipt_number text unique,
	taken_by uuid references account,
	note text,
	created_at timestamptz not null default now(),
	check ((state = 'paid') = (paid_at is not null)),
	check ((state = 'paid') = (receipt_number is not null)),
	check (taken_by is null or (transfer_content is null and qr_payload is null))
);
alter table payment enable row level security;
create index payment_charge on payment (charge_id);
-- A charge is paid once.
create unique index payment_paid_once on payment (charge_id) where state = 'paid';

-- Every notice as it came, taken once by the sender's id and by the bank's transaction.
create table bank_notice (
	bank text not null,
	webhook_id text not null,
	transaction_id text not null,
	amount bigint not null check (amount > 0),
	content text not null,
	account text, -- "BIN:account" of the partner that told
	received_at timestamptz not null,
	outcome text not null,
	payment_id uuid references payment,
	document jsonb not null,
	taken_at timestamptz not null default now(),
	primary key (bank, webhook_id),
	unique (bank, transaction_id)
);
alter table bank_notice enable row level security;

create table ledger_account (
	code text primary key,
	kind text not null check (kind in ('bank', 'cash', 'fees', 'suspense'))
);

create table ledger_entry (
	id uuid primary key,
	at timestamptz not null default now(),
	kind text not null check (kind in ('fee_by_bank', 'fee_by_cash', 'unmatched_money')),
	payment_id uuid references payment,
	bank text,
	webhook_id text,
	foreign key (bank, webhook_id) references bank_notice
);
alter table ledger_entry enable row level security;

-- Debits are positive, credits negative; the lines of an entry sum to nought (checked at commit).
create table ledger_line (
	entry_id uuid not null references ledger_entry,
	account_code text not null references ledger_account,
	amount bigint not null check (amount <> 0),
	primary key (entry_id, account_code)
);
alter table ledger_line enable row level security;
create index ledger_line_account on ledger_line (account_code);
