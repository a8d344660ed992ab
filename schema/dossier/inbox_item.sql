-- A dossier as the desk's lists show it to who works in some units. A text, put in place by the build, see dossier/visible: a
-- function, asked for each row anew, makes a list nearly twice as dear.
-- needs: core/json dossier/time identity/acting payment/sums vocabulary/dossier_ends

-- text: inbox_item(p_dossier, p_units)
(select format('{"id" : "%s", "code" : %s, "state" : "%s", "state_name" : %s, "ended_why" : %s, '
			'"procedure" : {"code" : "%s", "title" : %s}, "unit" : {"code" : "%s", "name" : %s}, "applicant_name" : %s, '
			'"holder_name" : %s, "passed_on" : %s, "return_channel" : "%s", "payment" : %s, "withdrawal_requested" : %s, '
			'"leader_asked_at" : %s, "submitted_at" : %s, "due_at" : %s, "due_estimated" : %s, "step_due_at" : %s, '
			'"overdue" : %s, "clock_stands" : %s, "alerted_at" : %s}',
		p_dossier.id, json_text(p_dossier.code), p_dossier.state,
		json_text(coalesce(dossier_end_name(p_dossier.ended_why), s.name_vi)), json_text(p_dossier.ended_why),
		v.procedure_code, json_text(v.title), u.code, json_text(u.name),
		json_text(p_dossier.applicant ->> 'full_name'), json_text(account_name(p_dossier.holder_account_id)),
		(p_units <> array[p_dossier.holder_unit_code] and exists (select from unit_dossier u
			where u.dossier_id = p_dossier.id and u.unit_code = any (p_units) and u.passed_at is not null))::text,
		p_dossier.return_channel, dossier_payment(p_dossier), (p_dossier.withdrawal_requested_at is not null)::text,
		json_time(p_dossier.leader_asked_at), json_time(p_dossier.submitted_at), json_time(p_dossier.due_at),
		p_dossier.due_estimated::text, json_time(p_dossier.step_due_at), dossier_late(p_dossier, now())::text,
		(p_dossier.stands_since is not null)::text,
		json_time(case when p_dossier.state = 'registered' then (select alerted.reminded_at
			from promise alerted
			where alerted.dossier_id = p_dossier.id and alerted.promised = 'intake' and alerted.ended_at is null) end))
	from dossier_state s
	join procedure_version v on v.id = p_dossier.procedure_version_id join unit u on u.code = p_dossier.holder_unit_code
	where s.state = p_dossier.state)
