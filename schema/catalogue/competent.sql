-- Who handles what, as a text, which the build puts in place: see dossier/visible.
-- needs: core/values

-- Whether a unit handles a procedure that day.
-- text: unit_competent(p_unit, p_code, p_day)
exists (select from competence handled where handled.procedure_code = p_code and handled.unit_code = p_unit
	and in_force(handled.valid_from, handled.valid_until, p_day))
