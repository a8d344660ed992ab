-- What the program needs to check a submission or to compute the times of a step.
-- params: id uuid
select version, state, fills_in, version_id, number, code, answers::text, facts::text,
	fees::text, fees_new, now_epoch, submitted_epoch, unit_code, law, outdated,
	clock::text as clock
from filing_facts($1)
