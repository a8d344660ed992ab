-- Who may see a dossier. These are texts, which the build puts in place where another file names them, not functions: one
-- called for each row costs a list over many dossiers a thousand times what the same text costs, because PostgreSQL
-- cannot see into it. An array(...) is asked once a statement; EXISTS is asked by key for one dossier, or once for all.
-- needs: catalogue/units core/caller identity/acting

-- text: relation_now(p_row)
p_row.from_at <= current_timestamp and coalesce(p_row.until_at > current_timestamp, true)

-- A row of dossier_party that is about the caller: a party for which he acts, or a unit of the staff's.
-- text: relation_of_caller(p_row)
relation_now(p_row) and (p_row.party_id = any (caller_parties()) or relation_of_unit(p_row))

-- text: relation_of_unit(p_row)
caller_is_staff() and p_row.unit_code = any ((select units_below(caller_units()))::text[])

-- text: dossier_visible(p_dossier)
exists (select from dossier_party related where related.dossier_id = p_dossier.id and relation_of_caller(related))

-- Whether a unit has to do with it already.
-- text: unit_involved(p_id, p_unit)
exists (select from dossier_party involved where involved.dossier_id = p_id and involved.role = 'involved'
	and involved.unit_code = p_unit and relation_now(involved))

-- Whether units of the caller's have, or had, to do with it.
-- text: dossier_of_units(p_id)
exists (select from dossier_party related where related.dossier_id = p_id and relation_now(related) and relation_of_unit(related))

-- The parties that are its applicants.
-- text: dossier_applicants(p_id)
array(select related.party_id from dossier_party related
	where related.dossier_id = p_id and related.role = 'applicant' and relation_now(related))

-- The accounts whose own parties those are.
-- text: dossier_accounts(p_id)
array(select owning.id from dossier_party related join account owning on owning.party_id = related.party_id
	where related.dossier_id = p_id and related.role = 'applicant' and relation_now(related))

-- The accounts that see to the matter of its applicants, who are told what happens.
-- text: dossier_told_accounts(p_id)
array(select distinct acts.account_id from dossier_party related join acting acts on acts.party_id = related.party_id
	where related.dossier_id = p_id and related.role = 'applicant' and relation_now(related) and acting_now(acts))

-- The party that handed it in.
-- text: dossier_submitter(p_id)
(select related.party_id from dossier_party related
	where related.dossier_id = p_id and related.role = 'submitter' and relation_now(related) limit 1)

-- Who fills a dossier in: its applicant himself; what came by counter or post the staff, at first of the unit that took it
-- in, then of the one that holds it. Nobody fills in as staff what is his own.
-- text: caller_fills_in(p_dossier)
case when caller_is_applicant(p_dossier.id) then p_dossier.channel = 'online' or p_dossier.state <> 'draft'
	else staff_fills_in(p_dossier) end

-- text: staff_fills_in(p_dossier)
p_dossier.channel <> 'online' and caller_is_staff()
	and coalesce(p_dossier.holder_unit_code, p_dossier.intake_unit_code) = any ((select units_below(caller_units()))::text[])

-- Whether the caller, or somebody for whom he acts, has to do with it as a person, whatever else he is.
-- text: caller_is_party(p_id)
exists (select from dossier_party related where related.dossier_id = p_id and relation_now(related)
	and related.party_id = any (caller_parties()))

-- Whether the caller is an applicant, or acts for one.
-- text: caller_is_applicant(p_id)
exists (select from dossier_party related where related.dossier_id = p_id and related.role = 'applicant'
	and relation_now(related) and related.party_id = any (caller_parties()))
