-- What rarely changes: the states of a dossier and the steps between them, the working calendar, places and units.
-- Rows that a law can change are data with validity, never constants in code. The states and steps come from
-- schema/vocabulary, as do the checks of all columns that hold codes of the vocabulary (channels, methods, roles ...).

-- Nothing is callable by everyone: schema/<noun> grants each entry point by name.
alter default privileges revoke execute on functions from public;

create table dossier_state (
	state text primary key,
	national_code smallint unique check (national_code between 1 and 10),
	name_vi text not null,
	name_en text not null,
	terminal boolean not null default false
);

-- The steps that exist. by_applicant: the applicant may take the step; all others are the staff's or the system's.
-- resumes: the step leads back to the state that the dossier had before it was asked for something.
create table dossier_transition (
	from_state text not null references dossier_state,
	to_state text not null references dossier_state,
	by_applicant boolean not null default false,
	resumes boolean not null default false,
	primary key (from_state, to_state)
);

-- Working hours, days off and swapped working days, a document a code; it holds until the next of its code begins.
create table calendar (
	code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
	valid_from date not null,
	document jsonb not null,
	primary key (code, valid_from)
);

-- Provinces and communes. A code is never deleted; valid_until marks one that has ended.
create table place (
	code text primary key check (code ~ '^[0-9]{2}([0-9]{3})?$'),
	kind text not null check (kind in ('province', 'commune')),
	name text not null,
	folded_name text not null,
	parent_code text references place,
	valid_from date not null,
	valid_until date,
	check ((kind = 'province') = (parent_code is null))
);
create index place_parent on place (parent_code, name);
create index place_folded_name on place using gin (folded_name gin_trgm_ops);

-- Names before the reform of 1 July 2025, as people still write them: commune, district, province.
create table former_place (
	name text not null,
	place_code text not null references place,
	former_code text,
	folded_name text not null,
	primary key (name, place_code)
);
create index former_place_place on former_place (place_code);
create index former_place_folded_name on former_place using gin (folded_name gin_trgm_ops);

-- Agencies and their desks, by the identifiers of QĐ 20/2020/QĐ-TTg.
create table unit (
	code text primary key check (code ~ '^[A-Z][0-9]{2}(\.[0-9]{1,3}){0,4}$'),
	kind text not null,
	name text not null,
	name_en text,
	folded_name text not null,
	parent_code text references unit deferrable,
	place_code text references place,
	address text,
	phone text,
	email text,
	hours text,
	-- Whose working hours it keeps: null = those of the unit above, at the top those of 'general'.
	calendar_code text check (calendar_code ~ '^[a-z0-9-]{1,40}$'),
	-- Whether the procedures that it handles are listed one by one; if not, they follow from its kind.
	lists_procedures boolean not null default false,
	valid_from date not null default date '2025-07-01',
	-- The first day without it, who goes on with its dossiers, and whether they have gone.
	valid_until date check (valid_until > valid_from),
	succeeded boolean not null default false,
	successor_code text references unit deferrable check (successor_code <> code),
	check (successor_code is null or valid_until is not null)
);
create index unit_parent on unit (parent_code);
create index unit_kind on unit (kind);

-- Numbers of dossier codes and receipts begin with one for every unit and day and are given from leases: a range of
-- numbers that one holder gives out and nobody else. The centre leases when the first number of a day is asked for, and
-- again when a lease is used up; a range leased ahead lets another machine give numbers without asking the centre.
-- taken: the last number that the centre gave of its lease, first - 1 = none yet.
create table code_lease (
	unit_code text not null references unit,
	kind text not null,
	day date not null,
	first integer not null,
	last integer not null,
	holder text not null,
	taken integer not null,
	leased_at timestamptz not null default now(),
	primary key (unit_code, kind, day, first),
	-- Leases never overlap. Of expressions, so that looking for a lease uses the primary key, which is the faster index.
	constraint code_lease_apart exclude using gist ((unit_code || kind) with =, (day - date '2000-01-01') with =,
		int4range(first, last, '[]') with &&)
) with (fillfactor = 50);

-- What others call our things: a dossier, a file, a unit or a procedure, by whom and since when. Of one source a value means
-- one thing for ever; a thing may have several. Without foreign keys, as the four have ids of different types.
create table external_id (
	kind text not null check (kind in ('dossier', 'file', 'unit', 'procedure')),
	id text not null,
	source text not null check (source ~ '^[a-z][a-z0-9-]{0,39}$'),
	value text not null check (char_length(value) between 1 and 200),
	at timestamptz not null default now(),
	primary key (source, kind, value)
);
alter table external_id enable row level security;
create index external_id_of on external_id (kind, id);
