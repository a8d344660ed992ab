-- What the program needs to check a submission or to compute the times of a step.
-- params: id uuid
select version, state, fills_in, version_id, number, code, answers::text, to_json(missing)::text as missing, facts::text,
	fees::text, time_amount, time_unit, time_cutoff, time_note, now_epoch, requested_epoch, due_epoch, submitted_epoch,
	resume_state, unit_code
from dossier_facts($1)
