-- What is asked of a row besides its codes: texts, which the build puts into the function that asks for those, see
-- api/generate/vocabulary_sql.py. One trigger asks both, as each costs a filing as much as reading an index.
-- needs:

-- Who has to do with a dossier: a unit as the one involved, a party as anything else.
-- text: dossier_party_whole(p_row)
(p_row.role = 'involved') = (p_row.unit_code is not null) and (p_row.role = 'involved') = (p_row.party_id is null)
	and char_length(p_row.mandate) <= 200 and p_row.until_at >= p_row.from_at

-- text: promise_whole(p_row)
p_row.number > 0 and (p_row.ended_at is null) = (p_row.ended_why is null) and p_row.ended_at >= p_row.made_at
	and (p_row.ended_why = 'kept') = (p_row.late_minutes is not null) and p_row.late_minutes >= 0
	and (p_row.promised = 'partner') = (p_row.partner_code is not null) and p_row.reminded_at >= p_row.made_at
