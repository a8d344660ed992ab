-- Procedures: procedure -> version -> case -> components, and time per channel; beside the versions, each with days of its
-- own: what it costs, and who handles it. valid_until is the first day without; null = no end is known. That days are kept apart
-- is of expressions, so that look-ups use the other indexes, which are faster.

create table sector (
	code text primary key check (code ~ '^[a-z0-9-]{1,40}$'),
	name text not null,
	name_en text
);

create table procedure (
	code text primary key check (code ~ '^[0-9]\.[0-9]{6}(\.[0-9A-Z.]{1,20})?$'),
	sector_code text not null references sector
);

-- What people call it, folded; weight 1 = the title, less for keywords and the summary.
create table procedure_phrase (
	procedure_code text not null references procedure on delete cascade,
	phrase text not null,
	weight real not null check (weight > 0 and weight <= 1),
	primary key (procedure_code, phrase)
);
create index procedure_phrase_trgm on procedure_phrase using gin (phrase gin_trgm_ops);
create index procedure_phrase_phrase on procedure_phrase (phrase);

create table procedure_version (
	id uuid primary key,
	procedure_code text not null references procedure,
	version integer not null check (version > 0),
	valid_from date not null,
	-- The day it began: it was replaced before it had a whole day.
	valid_until date check (valid_until >= valid_from),
	title text not null,
	title_en text,
	summary text not null,
	level text not null,
	audience text[] not null,
	unit_kinds text[] not null,
	decided_by text not null,
	-- Whose special rules on time hold, see rules.yaml; null: the general ones alone.
	law text,
	legal_basis jsonb not null,
	result jsonb not null,
	note text not null,
	unconfirmed text[] not null default '{}',
	checked_on date,
	form_schema jsonb not null,
	form_ui jsonb not null,
	form_example jsonb not null,
	source_hash text not null,
	unique (procedure_code, version),
	constraint procedure_version_apart exclude using gist ((procedure_code || '') with =,
		daterange(valid_from, valid_until) with &&)
);

create table procedure_case (
	version_id uuid not null references procedure_version on delete cascade,
	code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
	ordinal smallint not null,
	title text not null,
	steps text[] not null,
	primary key (version_id, code)
);

create table procedure_component (
	version_id uuid not null,
	case_code text not null,
	code text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{0,39}$'),
	ordinal smallint not null,
	name text not null,
	required boolean not null,
	-- Is not sent online but brought when the person comes; a picture sent before is welcome.
	bring boolean not null default false,
	originals smallint not null default 0,
	copies smallint not null default 0,
	accepts text[] not null,
	max_files smallint not null check (max_files between 1 and 20),
	hint text,
	primary key (version_id, case_code, code),
	foreign key (version_id, case_code) references procedure_case on delete cascade,
	check (not (required and bring))
);

create table procedure_channel (
	version_id uuid not null,
	case_code text not null,
	channel text not null,
	time_amount integer check (time_amount > 0),
	time_unit text not null,
	time_cutoff text check (time_cutoff ~ '^[0-2][0-9]:[0-5][0-9]$'),
	time_note text,
	primary key (version_id, case_code, channel),
	foreign key (version_id, case_code) references procedure_case on delete cascade,
	check ((time_unit = 'none') = (time_amount is null))
);

-- What filing costs on a day, line by line; apart from the versions, because fees change by laws of their own. A case and
-- channel without a row is none that the procedure has; one that costs nothing has no lines.
create table procedure_fee (
	procedure_code text not null references procedure on delete cascade,
	case_code text not null check (case_code ~ '^[a-z0-9-]{1,40}$'),
	channel text not null,
	valid_from date not null,
	valid_until date check (valid_until > valid_from),
	lines jsonb not null check (jsonb_typeof(lines) = 'array'),
	primary key (procedure_code, case_code, channel, valid_from),
	constraint procedure_fee_apart exclude using gist ((procedure_code || ' ' || case_code || ' ' || channel) with =,
		daterange(valid_from, valid_until) with &&)
);

-- Who handles what: as the unit's list says, or as the kinds of units that the procedure names.
create table competence (
	unit_code text not null references unit,
	procedure_code text not null references procedure on delete cascade,
	valid_from date not null,
	valid_until date check (valid_until > valid_from),
	primary key (procedure_code, unit_code, valid_from),
	constraint competence_apart exclude using gist ((procedure_code || ' ' || unit_code) with =,
		daterange(valid_from, valid_until) with &&)
);
create index competence_unit on competence (unit_code);

-- Days on which a unit takes no new dossiers, of one procedure or (null) of any; its open dossiers go on.
create table closure (
	id uuid primary key,
	unit_code text not null references unit,
	procedure_code text references procedure on delete cascade,
	valid_from date not null,
	valid_until date not null check (valid_until > valid_from),
	reason text not null check (reason <> ''),
	constraint closure_apart exclude using gist (unit_code with =, coalesce(procedure_code, '') with =,
		daterange(valid_from, valid_until) with &&)
);

-- Who pays less for a procedure, and the paper that proves it. lines: the codes of the fees that it is of; null = all.
create table exemption (
	procedure_code text not null references procedure on delete cascade,
	code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
	valid_from date not null,
	valid_until date check (valid_until > valid_from),
	name text not null,
	name_en text,
	percent integer not null check (percent between 1 and 100),
	lines text[],
	proof jsonb not null,
	legal_basis text not null,
	primary key (procedure_code, code, valid_from),
	constraint exemption_apart exclude using gist ((procedure_code || ' ' || code) with =,
		daterange(valid_from, valid_until) with &&)
);

-- The systems and offices of others that a procedure may have to wait for, each with the time that it has of its own. Its code
-- is what external_id calls their source.
create table partner (
	code text not null check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
	valid_from date not null,
	valid_until date check (valid_until > valid_from),
	name text not null,
	name_en text,
	time_amount integer check (time_amount > 0),
	time_unit text not null,
	procedures text[] not null,
	legal_basis text not null,
	unconfirmed text[] not null default '{}',
	primary key (code, valid_from),
	check ((time_unit = 'none') = (time_amount is null)),
	constraint partner_apart exclude using gist (code with =, daterange(valid_from, valid_until) with &&)
);

-- Who changed what of the catalogue when, on which decision, and from which day it holds that names none of its own.
create table import (
	id uuid primary key,
	at timestamptz not null default now(),
	author_id uuid,
	author text not null check (author <> ''),
	basis text not null check (basis <> ''),
	holds_from date not null,
	sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
	changes jsonb not null
);
