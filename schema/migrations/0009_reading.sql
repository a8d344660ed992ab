-- The ledger of reading: who of the staff looked at whose matters, when and why. Written with the reading itself; nobody can
-- change it. One's own matters are not in it. Cut by month of the reading, see core/partitions.sql.
create table reading (
	id uuid primary key, -- UUIDv7: when
	account_id uuid not null,
	-- The post that gave the right, and its unit.
	post_id uuid not null,
	unit_code text not null,
	operation text not null,
	purpose text not null,
	-- One dossier that was opened, or a list: a mark of what it was asked for, and whom it showed.
	dossier_id uuid,
	asked text check (asked ~ '^[0-9a-f]{64}$'),
	shown uuid[],
	request uuid,
	check ((dossier_id is null) = (asked is not null)),
	check ((asked is null) = (shown is null))
) partition by range (id);
alter table reading enable row level security;
create index reading_dossier on reading (dossier_id) where dossier_id is not null;
