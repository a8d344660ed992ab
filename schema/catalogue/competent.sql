-- Who handles what and is open for it, as texts, which the build puts in place: see dossier/visible.
-- needs: core/values

-- Whether a unit handles a procedure that day.
-- text: unit_competent(p_unit, p_code, p_day)
exists (select from competence handled where handled.procedure_code = p_code and handled.unit_code = p_unit
	and in_force(handled.valid_from, handled.valid_until, p_day))

-- Whether a closure holds for a procedure at a unit that day.
-- text: closed_by(p_closure, p_unit, p_procedure, p_day)
p_closure.unit_code = p_unit and (p_closure.procedure_code is null or p_closure.procedure_code = p_procedure)
	and in_force(p_closure.valid_from, p_closure.valid_until, p_day)
