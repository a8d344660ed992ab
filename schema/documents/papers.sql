-- What papers need: facts in words, as the PDF shows them.
-- needs: documents/letters dossier/tracking_links dossier/visible identity/acting payment/sums

create or replace function dossier_paper(p_id uuid, p_form text, p_payment uuid, p_event uuid) returns setof jsonb
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select jsonb_build_object(
		'id', d.id, 'code', d.code, 'link', tracking_generation(d.id)::text, 'state', d.state,
		'procedure', v.title, 'procedure_code', v.procedure_code, 'note', v.note,
		'unit', jsonb_build_object('name', u.name, 'address', u.address, 'phone', u.phone,
			'superior', (select name from unit where code = u.parent_code)),
		'applicant', d.applicant, 'submitter', party_person(dossier_submitter(d.id)),
		'channel', d.channel, 'return_channel', d.return_channel,
		'submitted_at', extract(epoch from d.submitted_at)::bigint, 'received_at', extract(epoch from d.received_at)::bigint,
		'due_at', extract(epoch from d.due_at)::bigint, 'due_estimated', d.due_estimated,
		'time_note', (select c.time_note from procedure_channel c where c.version_id = d.procedure_version_id
			and c.case_code = d.case_code and c.channel = d.channel),
		'officer', account_name(d.holder_account_id),
		'components', (select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'originals', c.originals,
				'copies', c.copies, 'files', (select count(*) from dossier_file f
					where f.dossier_id = d.id and f.component_code = c.code and f.taken_off_at is null))
				order by c.ordinal), '[]')
			from procedure_component c where c.version_id = d.procedure_version_id and c.case_code = d.case_code),
		'receipt', r.payload, 'receipt_jws', r.jws,
		'fees', dossier_payment(d)::jsonb, 'letter', dossier_letter(d, p_form, p_event),
		'payment', (select jsonb_build_object('method', p.method, 'amount', p.amount, 'receipt_number', p.receipt_number,
				'lines', c.lines, 'total', c.total,
				'paid_at', extract(epoch from p.paid_at)::bigint, 'transfer_content', p.transfer_content,
				'taken_by', account_name(p.taken_by))
			from payment p join charge c on c.id = p.charge_id
			where c.dossier_id = d.id and p.state = 'paid' and p.id = coalesce(p_payment, p.id)
			order by p.paid_at desc limit 1))
	from dossier d
	join procedure_version v on v.id = d.procedure_version_id
	join unit u on u.code = d.unit_code
	join receipt r on r.dossier_id = d.id and r.submission_number = d.submission_number
	where d.id = p_id and d.state <> 'draft' and dossier_visible(d);
end $$;
grant execute on function dossier_paper to motcua_citizen, motcua_staff;

create or replace function shipment_label(p_number text) returns setof jsonb
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select jsonb_build_object('tracking_number', s.tracking_number, 'carrier', s.carrier, 'recipient', s.recipient,
		'dossier_code', d.code, 'created_at', extract(epoch from s.created_at)::bigint,
		'sender', jsonb_build_object('name', u.name, 'address', u.address, 'phone', u.phone))
	from shipment s join dossier d on d.id = s.dossier_id join unit u on u.code = d.unit_code
	where s.tracking_number = p_number and dossier_visible(d);
end $$;
grant execute on function shipment_label to motcua_citizen, motcua_staff;
