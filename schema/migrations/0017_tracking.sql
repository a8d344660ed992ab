-- Links of receipts (lib/trust/tracking_secret.h) that were renewed: the last generation opens the dossier, those before it
-- nothing. A dossier without a row has its first link, generation 0, which nothing need be written for.
create table tracking_link (
	dossier_id uuid not null references dossier,
	generation integer not null check (generation between 1 and 99999),
	made_at timestamptz not null default now(),
	made_by uuid not null references account,
	primary key (dossier_id, generation)
);
alter table tracking_link enable row level security;
