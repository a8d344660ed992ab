-- Heads of the log of hand-overs, as they were signed: each over all links of the days after the one before, up to its own. The
-- same stands in a file outside of the database, and what is there is compared with these rows and with the links
-- (api/dossier/check_heads.c).
create table custody_head (
	through date primary key,
	head text not null -- a JWS
);
alter table custody_head enable row level security;
