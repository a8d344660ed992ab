-- Posts: who works where, as what, from when until when. Texts, put in place by the build, see dossier/visible.
-- needs: core/values

-- text: post_now(p_post)
in_force(p_post.valid_from, p_post.valid_until, local_day(now()))

-- The highest of an account's posts; whoever has none is a citizen.
-- text: account_role(p_account)
coalesce((select held.role from post held where held.account_id = p_account and post_now(held)
	order by array_position('{leader,officer,admin}'::text[], held.role) limit 1), 'citizen')

-- Whether a unit has somebody who can work on a dossier: an officer, or a leader.
-- text: unit_staffed(p_unit)
exists (select from post held where held.unit_code = p_unit and held.role in ('officer', 'leader') and post_now(held))
