-- The composed text of every dossier of a part, as the program's functions keep it: psql -v parts=COUNT -v part=NUMBER.
\set ON_ERROR_STOP on
\set QUIET on
set synchronous_commit = off;
insert into dossier_document (dossier_id, applicants, accounts, version, document, results, applicant_end)
select d.id, array(select r.party_id from dossier_party r where r.dossier_id = d.id and r.role = 'applicant'),
	array(select a.id from dossier_party r join account a on a.party_id = r.party_id
		where r.dossier_id = d.id and r.role = 'applicant'),
	d.version, c.document, c.results, dossier_end(d.typed, c.results, d.fee_state = 'due', applicant_actions(d))
from dossier d, dossier_compose(d.id, false) c
where d.state <> 'draft' and right(d.id::text, 12)::bigint % :parts = :part;
