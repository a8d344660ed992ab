-- Results by post.

create sequence shipment_number as integer minvalue 1 maxvalue 99999999 cycle;

create table shipment (
	id uuid primary key,
	tracking_number text not null unique check (tracking_number ~ '^[A-Z]{2}[0-9]{9}[A-Z]{2}$'),
	dossier_id uuid not null references dossier,
	carrier text not null,
	state text not null,
	recipient jsonb not null,
	proof jsonb,
	created_by uuid not null references account,
	created_at timestamptz not null default now(),
	state_at timestamptz not null default now()
);
alter table shipment enable row level security;
-- One letter at a time is under way.
create unique index shipment_open on shipment (dossier_id)
	where state not in ('delivered', 'returned_to_sender', 'cancelled', 'lost');
create index shipment_dossier on shipment (dossier_id);

create table shipment_event (
	carrier text not null,
	webhook_id text not null,
	shipment_id uuid not null references shipment,
	at timestamptz not null,
	state text not null,
	carrier_code text,
	note text,
	document jsonb not null,
	taken_at timestamptz not null default now(),
	primary key (carrier, webhook_id)
);
alter table shipment_event enable row level security;
create index shipment_event_shipment on shipment_event (shipment_id, at);
