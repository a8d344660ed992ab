-- Quotas of their own: who may have more, or less, of something than everybody may (the limits of schema/vocabulary that
-- quota_of asks for), such as an office that files for many, and why. Without a row the limit holds.
create table quota (
	account_id uuid not null references account on delete cascade,
	quota text not null,
	most bigint not null check (most >= 0),
	why text not null check (why ~ '\S'),
	given_at timestamptz not null default now(),
	primary key (account_id, quota)
);
alter table quota enable row level security;
