-- Dossiers, what happened to them and who held them. Whoever writes: an illegal state cannot be stored.
-- All filings name the same few states, steps, units and cases of procedures. A foreign key would lock such a row each time,
-- and two filings at once would cost a MultiXact. So states are a check, made from the vocabulary, and dossier_guard looks
-- the others and the code up; units, cases and codes are never deleted. Events and custody repeat what the guard has seen.
-- What each state asks of a dossier is the guard's too, and what is asked of a row of the tables that a filing writes stands in
-- functions (..._whole, ..._codes): PostgreSQL reads a check anew from its text with every statement that writes, a function
-- once a connection.

-- Every code that was ever given out and the dossier it was given to: a code belongs to one dossier for ever, whatever
-- becomes of the dossier's own rows. One that stands here and at no dossier was given to a submission that then failed.
create table dossier_code (
	code text primary key
		check (code ~ '^([A-Z]\d{2}(\.\d{1,3}){0,4}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-(\d{6}|\d{8})-\d{4,7}$'),
	dossier_id uuid not null,
	given_at timestamptz not null default now()
);
alter table dossier_code enable row level security;
create index dossier_code_dossier on dossier_code (dossier_id);
-- The desk looks for the beginning of a code, with dots for all signs, and for its last digits, without any.
create index dossier_code_begin on dossier_code (translate(code, '-', '.') text_pattern_ops);
create index dossier_code_end on dossier_code (reverse(translate(code, '-.', '')) text_pattern_ops);

create table dossier (
	id uuid primary key,
	code text,
	state text not null default 'draft',
	-- The state before, set by trigger; the pair must be a step of the table.
	previous_state text,
	-- Where a supplement or a payment leads back to.
	resume_state text,
	version bigint not null default 1,
	procedure_version_id uuid not null,
	case_code text not null,
	-- The unit that is to decide, and the one that took it in.
	unit_code text not null,
	intake_unit_code text,
	-- The applicant as the dossier names him; who that is, and who else has to do with it, stands in dossier_party.
	applicant jsonb not null,
	-- How it came: follows from who files, and is never what somebody says of himself.
	channel text not null default 'online',
	-- How long somebody was at the draft: a gap between two changes counts up to ten minutes.
	filled_seconds integer not null default 0,
	answers jsonb not null,
	-- What stands in the boxes and is no answer yet: texts by JSON pointers into the dossier. Its applicant's alone, and gone
	-- with the filling in.
	typed jsonb not null default '{}',
	return_channel text not null,
	return_address jsonb,
	holder_unit_code text,
	holder_account_id uuid references account,
	held_since timestamptz,
	-- The unit that passed it on and may take it back, until its new holder acts; null: nobody may.
	sender_unit_code text,
	step_due_at timestamptz,
	due_original_at timestamptz,
	due_at timestamptz,
	-- Whether due_at counts days off that are not published yet.
	due_estimated boolean not null default false,
	-- Up to where its working time is booked in time_entry, and since when the procedure's own time stands (null: it runs).
	booked_until timestamptz,
	stands_since timestamptz,
	-- For whose answer it waits, a system or office of somebody else (see the table partner), and since when.
	partner_code text,
	partner_since timestamptz,
	-- Until when, after acceptance, more papers may be asked for, and how often they were.
	notice_until timestamptz,
	rounds smallint not null default 0,
	-- How often the promised day was moved with an apology.
	extensions smallint not null default 0,
	-- When and by whom a leader was asked for a word; null once one has taken a step, or it has gone on without.
	leader_asked_at timestamptz,
	leader_asked_by uuid references account,
	supplement jsonb,
	-- Why it was refused or stopped: a reason of the vocabulary with its basis as it was then, and what was typed beside.
	ground jsonb,
	reason text,
	-- Why it ended, where the state does not say it.
	ended_why text,
	withdrawal_requested_at timestamptz,
	-- The end of the last day on which the fee asked for may be paid.
	pay_until timestamptz,
	-- The number of the last submission: 0 for a draft, see the table submission.
	submission_number integer not null default 0,
	-- What its charges say together, see charges_say.
	fee_state text not null default 'none',
	fee_total bigint not null default 0,
	fee_paid bigint not null default 0,
	fee_to_refund bigint not null default 0,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	submitted_at timestamptz,
	received_at timestamptz,
	finished_at timestamptz,
	returned_at timestamptz
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table dossier enable row level security;
-- The desk's queue reads these two alone, but for pages that vacuum has not seen yet: hence its settings.
create index dossier_queue on dossier (holder_unit_code, step_due_at, id)
	include (state, due_at, stands_since)
	where state in ('registered', 'received', 'processing', 'supplement_requested', 'payment_requested', 'finished');
create index dossier_closed on dossier (holder_unit_code, state, updated_at desc, id)
	where state in ('rejected', 'withdrawn', 'stopped', 'returned');
-- The same of what an officer holds himself: hardly any of all that lies in the units he looks at.
create index dossier_mine on dossier (holder_account_id, step_due_at, id)
	where holder_account_id is not null
		and state in ('registered', 'received', 'processing', 'supplement_requested', 'payment_requested', 'finished');
create index dossier_mine_closed on dossier (holder_account_id, state, updated_at desc, id)
	where holder_account_id is not null and state in ('rejected', 'withdrawn', 'stopped', 'returned');
create index dossier_leader on dossier (holder_unit_code, step_due_at, id) where leader_asked_at is not null;
create index dossier_draft on dossier (unit_code) where state = 'draft';

-- A filed dossier as the desks look for it: a row for each unit that has, or had, to do with it. Kept by triggers, see
-- dossier/sought. Narrow and hardly ever changed, so that a search reads indexes alone; who may see what it finds, and until
-- when, stands in dossier_party.
create table unit_dossier (
	unit_code text not null,
	dossier_id uuid not null,
	code text not null,
	name text not null,
	procedure_code text not null,
	-- Since when the unit has passed it on, and when such a dossier ended. Null: it holds it, or never did.
	passed_at timestamptz,
	ended_at timestamptz,
	primary key (unit_code, dossier_id) include (code, name, procedure_code)
) with (fillfactor = 95, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table unit_dossier enable row level security;
create index unit_dossier_name on unit_dossier (name, dossier_id) include (unit_code);
create index unit_dossier_procedure on unit_dossier (unit_code, procedure_code, dossier_id);
create index unit_dossier_passed_on on unit_dossier (dossier_id) where passed_at is not null;
create index unit_dossier_passed on unit_dossier (unit_code, passed_at, dossier_id)
	where passed_at is not null and ended_at is null;
create index unit_dossier_ended on unit_dossier (unit_code, ended_at) include (passed_at, dossier_id)
	where passed_at is not null and ended_at is not null;

-- Every name under which something was ever filed, as the desk searches for it. Once, but for those that came up in several
-- filings at the same moment: were it unique, one of these would wait until the other has ended.
create table sought_name (
	name text not null
);
alter table sought_name enable row level security;
create index sought_name_whole on sought_name (name);
create index sought_name_part on sought_name using gin (name gin_trgm_ops);

-- The numbers by which a filed dossier names its applicant: phone and identity number.
create table sought_number (
	value text not null,
	dossier_id uuid not null,
	primary key (value, dossier_id)
);
alter table sought_number enable row level security;

-- Who has to do with a dossier, and who may see it: parties, and the units that hold or held it. A row is ended, never
-- changed. Narrow, and read by party and by unit: hence not cut by month, each look-up would open every month there is.
create table dossier_party (
	dossier_id uuid not null references dossier on delete cascade,
	role text not null,
	party_id uuid references party,
	unit_code text,
	mandate text, -- the paper shown for acting for the applicant
	from_at timestamptz not null default now(),
	until_at timestamptz,
	unique nulls not distinct (dossier_id, role, party_id, unit_code, from_at)
);
alter table dossier_party enable row level security;
create index dossier_party_party on dossier_party (party_id, dossier_id desc) where party_id is not null;
create index dossier_party_unit on dossier_party (unit_code, dossier_id desc) where unit_code is not null;

-- How a dossier came to be filed, so that who filed alone, who was helped and what the staff typed can be told later. Of the
-- session that filed it, and nothing more about people.
create table filing (
	dossier_id uuid primary key, -- without a foreign key, as for events
	at timestamptz not null,
	typed_by uuid not null, -- the account; without a foreign key, as this outlives accounts
	typed_by_staff boolean not null,
	own_factor boolean not null, -- the submitter has shown that a phone or another identifier is in his hands
	place text, -- 'unit', 'kiosk': the office's network; null: any other
	filled_seconds integer not null,
	device_mark text, -- on the day alone
	device_people integer -- how many people the device saw that day; once the day is over
);
alter table filing enable row level security;
create index filing_device on filing (dossier_id) where device_mark is not null;

-- Events and custody grow for ever and are cut by month, see core/partitions.sql: why by the dossier's id, and why without
-- a foreign key to the dossier, of which dossier_guard sees to it that it stays.
create table dossier_event (
	id uuid not null,
	dossier_id uuid not null,
	at timestamptz not null,
	kind text not null,
	from_state text,
	to_state text not null,
	actor_id uuid,
	actor_name text,
	actor_role text not null,
	unit_code text,
	reason_code text,
	note text,
	primary key (dossier_id, id)
) partition by range (dossier_id);
alter table dossier_event enable row level security;

-- What a dossier says: one row when it is filed and one for each supplement, never changed. The content is one canonical JSON
-- text (RFC 8785) of answers, files, quote, who and when, so that anybody who may read it can compute the hash anew. The
-- dossier's own answers and files are what its applicant writes on: the same, but while a supplement is asked for.
create table submission (
	dossier_id uuid not null,
	number integer not null,
	at timestamptz not null,
	account_id uuid not null,
	content text compression lz4 not null,
	sha256 text not null, -- of the content, by trigger
	primary key (dossier_id, number)
) partition by range (dossier_id);
alter table submission enable row level security;

-- Each hand-over is chained to the one before by SHA-256, and to what the dossier said then.
create table custody (
	dossier_id uuid not null,
	sequence integer not null,
	unit_code text not null,
	officer_id uuid,
	officer_name text,
	state text not null,
	since timestamptz not null,
	until timestamptz,
	submission_sha256 text not null,
	hash text not null,
	primary key (dossier_id, sequence)
) partition by range (dossier_id);
alter table custody enable row level security;

-- What was promised with a dossier: what to do by when. A row ends once and says how; a promise that moves is another row.
-- late_minutes: by how many working minutes it was missed, 0 = in time. reminded_at: when somebody was told, once, that it
-- will be due.
create table promise (
	dossier_id uuid not null,
	number integer not null,
	promised text not null,
	partner_code text, -- who is to answer, of what a partner is to do
	due_at timestamptz not null,
	-- Days off that are not published yet were counted.
	estimated boolean not null default false,
	made_at timestamptz not null,
	ended_at timestamptz,
	ended_why text,
	late_minutes integer,
	reminded_at timestamptz,
	reason_code text, -- of one that is moved with an apology
	primary key (dossier_id, number)
) partition by range (dossier_id);
alter table promise enable row level security;
-- Those that somebody is reminded of, and that end by themselves.
create index promise_watched on promise (promised, due_at) where ended_at is null and promised in ('intake', 'supplement');

-- Every time that more papers were asked for; answered_at: when the applicant supplied them.
create table supplement_round (
	dossier_id uuid not null,
	number integer not null check (number > 0),
	asked_at timestamptz not null,
	asked_by uuid not null,
	reason_code text not null,
	reason text,
	components jsonb not null,
	fields jsonb not null,
	limit_at timestamptz not null check (limit_at > asked_at),
	answered_at timestamptz check (answered_at >= asked_at),
	cancelled_at timestamptz check (cancelled_at >= asked_at), -- the office took it back
	check (answered_at is null or cancelled_at is null),
	primary key (dossier_id, number)
) partition by range (dossier_id);
alter table supplement_round enable row level security;

-- The ledger of time: each working minute from filing to hand-over is booked once, to who had the dossier and to a cause.
-- A row is a stretch between two steps; before: the minutes since filing that were booked before it. stands: the
-- procedure's own time stood. Rows follow each other without gap, so that their minutes are all there are (time_whole).
create table time_entry (
	dossier_id uuid not null,
	number integer not null check (number > 0),
	cause text not null,
	partner_code text, -- who had it to answer, where a partner did
	stands boolean not null,
	state text not null,
	unit_code text not null,
	account_id uuid,
	from_at timestamptz not null,
	until_at timestamptz not null check (until_at > from_at),
	before integer not null check (before >= 0),
	minutes integer not null check (minutes between 0 and extract(epoch from until_at - from_at) / 60 + 1),
	primary key (dossier_id, number),
	check (number > 1 or before = 0),
	check ((cause = 'partner') = (partner_code is not null))
) partition by range (dossier_id);
alter table time_entry enable row level security;

-- Times in which something could not be used, as proven afterwards, on which paper: the whole service, or one partner, or one
-- unit with those below it. Entered with the catalogue and never changed: a later document of the same outage is a row of its
-- own (first_id: that of the first) and alone counts from then on, with another end or reason; one that ends where it began
-- says that there was none. No two that count may claim the same minute of a dossier, see dossier/outages. settled_to: up to
-- which dossier its minutes are booked; settled_at: to the last.
create table outage (
	id uuid primary key,
	first_id uuid not null references outage,
	partner_code text,
	unit_code text references unit,
	from_at timestamptz not null,
	until_at timestamptz not null,
	what text not null check (what <> ''),
	basis text not null check (basis <> ''),
	replaced_at timestamptz,
	settled_to uuid,
	settled_at timestamptz,
	check (until_at > from_at or until_at = from_at and first_id <> id),
	check (partner_code is null or unit_code is null),
	constraint outage_apart exclude using gist (coalesce(partner_code, '') with =, coalesce(unit_code, '') with =,
		tstzrange(from_at, until_at) with &&) where (replaced_at is null)
);
create index outage_first on outage (first_id);

-- The working minutes of a stretch that fell into an outage: booked to it in place of the stretch's own cause. A correction
-- books what differs, so that the rows of an outage add up to what it has.
create table outage_entry (
	dossier_id uuid not null,
	entry_number integer not null,
	outage_id uuid not null,
	minutes integer not null check (minutes <> 0),
	primary key (dossier_id, entry_number, outage_id)
) partition by range (dossier_id);
alter table outage_entry enable row level security;

-- One for each submission.
create table receipt (
	dossier_id uuid not null, -- without a foreign key, as for events
	submission_number integer not null,
	payload text compression lz4 not null,
	jws text compression lz4 not null,
	created_at timestamptz not null default now(),
	primary key (dossier_id, submission_number)
);
alter table receipt enable row level security;

-- The composed JSON of a filed dossier, ready for its applicant to read in one look-up, see dossier_compose_and_keep.
-- Only a kept copy: it goes with every change of the dossier and is composed anew. Not cut by month, because this is what
-- people read most and each look-up would lock every month there is; documents_forget keeps it from growing for ever.
create table dossier_document (
	dossier_id uuid primary key references dossier on delete cascade,
	-- The parties that are its applicants, and the accounts whose own parties they are (those never change): kept here too, so
	-- that reading stays one look-up, and asks for whom an account acts only if it is not its own matter.
	applicants uuid[] not null,
	accounts uuid[] not null,
	version bigint not null,
	-- The object still open; what follows depends on who reads.
	document text compression lz4 not null,
	results text not null,
	applicant_end text not null
);
alter table dossier_document enable row level security;
