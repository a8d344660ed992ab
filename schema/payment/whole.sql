-- What is asked of a row besides its codes, see dossier/whole.
-- needs:

-- text: charge_whole(p_row)
p_row.kind in ('fee', 'difference', 'refund') and jsonb_typeof(p_row.lines) = 'array' and p_row.total > 0
	and (p_row.kind <> 'refund' or p_row.state in ('to_refund', 'void'))
