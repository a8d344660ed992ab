-- Who may see a dossier. These are texts, which the build puts in place where another file names them, not functions: one
-- called for each row costs a list over many dossiers a thousand times what the same text costs, because PostgreSQL
-- cannot see into it. An array(...) is asked once a statement; EXISTS is asked by key for one dossier, or once for all.
-- needs: catalogue/units core/caller identity/acting

-- text: relation_now(p_row)
p_row.from_at <= now() and coalesce(p_row.until_at > now(), true)

-- A row of dossier_party that is about the caller: a party for which he acts, or a unit of the staff's.
-- text: relation_of_caller(p_row)
relation_now(p_row) and (p_row.party_id = any (caller_parties()) or relation_of_unit(p_row))

-- text: relation_of_unit(p_row)
caller_is_staff() and p_row.unit_code = any ((select units_below(caller_units()))::text[])

-- text: dossier_visible(p_dossier)
exists (select from dossier_party related where related.dossier_id = p_dossier.id and relation_of_caller(related))

-- The parties that are its applicants.
-- text: dossier_applicants(p_id)
array(select related.party_id from dossier_party related
	where related.dossier_id = p_id and related.role = 'applicant' and relation_now(related))

-- Whether the caller is one, or acts for one.
-- text: caller_is_applicant(p_id)
exists (select from dossier_party related where related.dossier_id = p_id and related.role = 'applicant'
	and relation_now(related) and related.party_id = any (caller_parties()))
