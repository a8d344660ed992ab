-- The composed JSON of a filed dossier, ready for its applicant to read in one look-up, see dossier_compose_and_keep.
-- Only a kept copy: it goes with every change of the dossier and is composed anew.

drop table dossier_document;
create table dossier_document (
	dossier_id uuid primary key references dossier on delete cascade,
	applicant_id uuid not null,
	version bigint not null,
	-- The object still open; what follows depends on who reads.
	document text compression lz4 not null,
	results text not null,
	applicant_end text not null
);
alter table dossier_document enable row level security;
