-- Since when the desk is alerted to a filing that has no answer. A text, so that a list asks it once: the promises are cut by
-- month, and whoever asks for one opens all months.

-- text: dossier_alerted_at(p_dossier)
case when p_dossier.state = 'registered' then (select alerted.reminded_at from promise alerted
	where alerted.dossier_id = p_dossier.id and alerted.promised = 'intake' and alerted.ended_at is null) end
