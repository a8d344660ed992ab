-- A dossier as the desk's lists show it to who works in some units. A text, put in place by the build, see dossier/visible: a
-- function, asked for each row anew, makes a list nearly twice as dear.
-- needs: core/values dossier/time identity/acting payment/sums vocabulary/dossier_ends

-- text: inbox_item(p_dossier, p_units)
(select json_build_object(
		'id', p_dossier.id, 'code', p_dossier.code, 'state', p_dossier.state,
		'state_name', coalesce(dossier_end_name(p_dossier.ended_why), s.name_vi), 'ended_why', p_dossier.ended_why,
		'procedure', json_build_object('code', v.procedure_code, 'title', v.title),
		'unit', json_build_object('code', u.code, 'name', u.name),
		'applicant_name', p_dossier.applicant ->> 'full_name',
		'holder_name', account_name(p_dossier.holder_account_id),
		'passed_on', p_units <> array[p_dossier.holder_unit_code] and exists (select from unit_dossier u
			where u.dossier_id = p_dossier.id and u.unit_code = any (p_units) and u.passed_at is not null),
		'return_channel', p_dossier.return_channel,
		'payment', dossier_payment(p_dossier),
		'withdrawal_requested', p_dossier.withdrawal_requested_at is not null,
		'leader_asked_at', iso_time(p_dossier.leader_asked_at),
		'submitted_at', iso_time(p_dossier.submitted_at),
		'due_at', iso_time(p_dossier.due_at), 'due_estimated', p_dossier.due_estimated,
		'step_due_at', iso_time(p_dossier.step_due_at),
		'overdue', dossier_late(p_dossier, now()), 'clock_stands', p_dossier.stands_since is not null,
		'alerted_at', case when p_dossier.state = 'registered' then (select iso_time(alerted.reminded_at)
			from promise alerted
			where alerted.dossier_id = p_dossier.id and alerted.promised = 'intake' and alerted.ended_at is null) end)
	from dossier_state s
	join procedure_version v on v.id = p_dossier.procedure_version_id join unit u on u.code = p_dossier.holder_unit_code
	where s.state = p_dossier.state)
