-- The composed text of each dossier, as the program's functions keep it and its worker leaves it. In the session of
-- dossiers.sql, of the same ones.
insert into dossier_document (dossier_id, applicants, accounts, version, document, results, applicant_end)
select d.id, array(select r.party_id from dossier_party r where r.dossier_id = d.id and r.role = 'applicant'),
	array(select a.id from dossier_party r join account a on a.party_id = r.party_id
		where r.dossier_id = d.id and r.role = 'applicant'),
	d.version, c.document, c.results, dossier_end(d.typed, c.results, d.fee_state = 'due', applicant_actions(d))
from plan p join dossier d on d.id = p.id, dossier_compose(d.id, false) c
where p.state <> 'draft' and (p.long or not state_ended(p.state));
