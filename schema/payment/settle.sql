-- A payment that has arrived.
-- needs: core/numbers core/values dossier/clock dossier/custody dossier/document dossier/events notice/notices payment/charges vocabulary/notes

-- Marks the payment and the fee as paid and lets a dossier that waited for it go on. The dossier is locked; p_clock is what
-- dossier/clock calls c.
create or replace function payment_settle(p_payment payment, d dossier, p_clock jsonb, p_kind text) returns payment
language plpgsql as $$
declare
	n dossier := d;
	p_at timestamptz := (p_clock ->> 'at')::timestamptz;
begin
	update charge set state = 'paid' where id = p_payment.charge_id;
	n := charges_say(n);
	n.state := coalesce(case when d.state = 'payment_requested' then d.resume_state end, d.state);
	n := clock_turn(d, n, p_clock);
	update payment set state = 'paid', paid_at = p_at, note = null,
		receipt_number = 'BL-' || number_next(d.unit_code, 'receipt', local_day(p_at))
	where id = p_payment.id returning * into p_payment;
	update dossier set fee_state = n.fee_state, fee_total = n.fee_total, fee_paid = n.fee_paid,
		fee_to_refund = n.fee_to_refund, state = n.state, due_at = n.due_at, due_estimated = n.due_estimated,
		step_due_at = n.step_due_at, booked_until = n.booked_until, stands_since = n.stands_since
	where id = d.id returning * into n;
	perform event_add(n, p_at, p_kind, d.state,
		note_text('paid', jsonb_build_object('amount', p_payment.amount, 'number', p_payment.receipt_number)));
	if n.state <> d.state then
		perform custody_add(n, p_at);
	end if;
	perform dossier_compose_and_keep(n.id);
	perform notify_applicants(n.id, 'paid',
		jsonb_build_object('code', n.code, 'amount', p_payment.amount, 'number', p_payment.receipt_number));
	return p_payment;
end $$;
