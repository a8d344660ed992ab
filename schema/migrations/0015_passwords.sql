-- Hashes of passwords stand apart from what they open: who may read accounts does not see them. Nobody has a right on this
-- table but its owner, as whom three functions run (schema/identity/passwords.sql).
create table password (
	account_id uuid primary key references account on delete cascade,
	hash text not null
);
alter table password enable row level security;
insert into password (account_id, hash) select id, password_hash from account;
drop trigger if exists known_devices_end on account;
alter table account drop column password_hash;
