-- What there is to pay for a dossier, in sums: a text, put in place by the build, see dossier/visible and core/json.

-- text: dossier_payment(p_dossier)
format('{"paid": %s, "state": "%s", "total": %s, "to_refund": %s}', p_dossier.fee_paid, p_dossier.fee_state,
		p_dossier.fee_total, p_dossier.fee_to_refund)
