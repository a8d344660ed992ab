-- Parties and accounts: for whom an account acts. Texts, put in place by the build, see dossier/visible.
-- needs: core/caller

-- text: acting_now(p_acts)
p_acts.valid_from <= current_timestamp and acting_goes_on(p_acts)

-- Whether somebody acts, now or from a moment ago: what another wrote while one waited for him began after one's own now().
-- text: acting_goes_on(p_acts)
coalesce(p_acts.valid_until > current_timestamp, true)

-- The parties for which the caller acts: his own, and those that he represents.
-- text: caller_parties()
array(select acts.party_id from acting acts where acts.account_id = caller_id() and acting_now(acts))

-- The party of an account.
-- text: account_party(p_account)
(select owned.party_id from account owned where owned.id = p_account)

-- text: account_name(p_account)
(select named.name from account owned join party named on named.id = owned.party_id where owned.id = p_account)

-- A party as a dossier names it.
-- text: party_person(p_party)
(select jsonb_build_object('full_name', known_as.name, 'phone', identifier_of(known_as.id, 'phone'),
		'email', identifier_of(known_as.id, 'email'), 'personal_id', identifier_of(known_as.id, 'personal_id'))
	from party known_as where known_as.id = p_party)

-- The best and latest of what a party is known by.
-- text: identifier_of(p_party, p_kind)
(select known.value from party_identifier known
	where known.party_id = p_party and known.kind = p_kind and known.ended_at is null
	order by array_position('{proven,seen,claimed}'::text[], known.level), known.seen_at desc limit 1)
