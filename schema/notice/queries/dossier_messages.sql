-- What became of the messages about a dossier, the newest first.
-- params: dossier uuid, most int4
select id, (extract(epoch from told_at) * 1000)::bigint as told_ms, state, channel,
	(extract(epoch from at) * 1000)::bigint as at_ms, attempts, cause
from dossier_messages($1, $2)
