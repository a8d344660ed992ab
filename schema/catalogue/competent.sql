-- Who handles what and is open for it, as texts, which the build puts in place: see dossier/visible.
-- needs: core/values identity/posts

-- Whether a unit handles a procedure that day.
-- text: unit_competent(p_unit, p_code, p_day)
exists (select from competence handled where handled.procedure_code = p_code and handled.unit_code = p_unit
	and in_force(handled.valid_from, handled.valid_until, p_day))

-- Whether a unit (a row of unit) takes dossiers of a version (a row of procedure_version) that day.
-- text: unit_takes(p_unit, p_version, p_day)
in_force(p_unit.valid_from, p_unit.valid_until, p_day) and in_force(p_version.valid_from, p_version.valid_until, p_day)
	and p_version.level <> 'information' and unit_competent(p_unit.code, p_version.procedure_code, p_day)
	and unit_staffed(p_unit.code)
	and not exists (select from closure c where closed_by(c, p_unit.code, p_version.procedure_code, p_day))

-- Whether a closure holds for a procedure at a unit that day.
-- text: closed_by(p_closure, p_unit, p_procedure, p_day)
p_closure.unit_code = p_unit and (p_closure.procedure_code is null or p_closure.procedure_code = p_procedure)
	and in_force(p_closure.valid_from, p_closure.valid_until, p_day)
