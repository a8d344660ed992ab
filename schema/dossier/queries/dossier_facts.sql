-- What the program needs to check a submission or to compute the times of a step.
-- params: id uuid
select version, state, fills_in, version_id, number, code, answers::text, to_json(missing)::text as missing, facts::text,
	fees::text, fees_new, time_amount, time_unit, time_cutoff, time_note, now_epoch, submitted_epoch, unit_code, law, outdated,
	clock::text as clock
from dossier_facts($1)
