-- What there is to pay for a dossier, in sums: a text, put in place by the build, see dossier/visible.

-- text: dossier_payment(p_dossier)
(select jsonb_build_object('state', p_dossier.fee_state,
		'total', coalesce(sum(c.total) filter (where c.kind <> 'refund' and c.state <> 'void'), 0),
		'paid', coalesce(sum(c.total) filter (where c.kind <> 'refund' and c.state in ('paid', 'to_refund')), 0),
		'to_refund', coalesce(sum(c.total) filter (where c.state = 'to_refund'), 0))
	from charge c where c.dossier_id = p_dossier.id)
