-- Money. The state of a payment is not the state of a dossier; a fee that is due blocks the hand-over alone.

-- "15.000 đồng".
create or replace function money_text(bigint) returns text language sql immutable strict
return replace(to_char($1, 'FM999,999,999,999,990'), ',', '.') || ' đồng';

create or replace function payment_json(p payment) returns json language sql stable
return json_build_object('id', p.id, 'method', p.method,
	'state', case when p.state = 'pending' and p.expires_at < now() then 'expired' else p.state end,
	'amount', p.amount, 'currency', 'VND', 'qr_payload', p.qr_payload, 'transfer_content', p.transfer_content,
	'bank_bin', p.bank ->> 'bin', 'bank_account', p.bank ->> 'account', 'bank_account_name', p.bank ->> 'name',
	'expires_at', iso_time(p.expires_at), 'paid_at', iso_time(p.paid_at), 'receipt_number', p.receipt_number,
	'note', p.note, 'created_at', iso_time(p.created_at));

create or replace function payment_list(p_id uuid) returns setof text
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query
	select json_build_object('state', d.fee_state, 'total', coalesce(c.total, 0),
		'paid', case when d.fee_state = 'paid' then c.total else 0 end, 'lines', coalesce(c.lines, '[]'),
		'items', (select coalesce(json_agg(payment_json(p) order by p.created_at, p.id), '[]')
			from payment p where p.dossier_id = d.id))::text
	from dossier d left join charge c on c.dossier_id = d.id
	where d.id = p_id and dossier_visible(d.applicant_id, d.state, d.involved_units);
end $$;

create or replace function ledger_post(p_kind text, p_amount bigint, p_debit text, p_debit_kind text, p_credit text,
	p_credit_kind text, p_payment uuid, p_bank text, p_webhook text) returns void language plpgsql as $$
declare
	entry uuid := uuid_v7();
begin
	insert into ledger_account (code, kind) values (p_debit, p_debit_kind), (p_credit, p_credit_kind)
	on conflict do nothing;
	insert into ledger_entry (id, kind, payment_id, bank, webhook_id) values (entry, p_kind, p_payment, p_bank, p_webhook);
	insert into ledger_line (entry_id, account_code, amount) values (entry, p_debit, p_amount), (entry, p_credit, -p_amount);
end $$;

-- Marks the payment and the fee as paid and lets a dossier that waited for it go on. The dossier is locked.
create or replace function payment_settle(p_payment payment, d dossier, p_at timestamptz, p_kind text) returns payment
language plpgsql as $$
declare
	n dossier;
begin
	update payment set state = 'paid', paid_at = p_at, note = null,
		receipt_number = 'BL-' || d.unit_code || '-' || to_char(local_day(p_at), 'YYMMDD') || '-'
			|| lpad(counter_next('receipt ' || d.unit_code, local_day(p_at))::text, 4, '0')
	where id = p_payment.id returning * into p_payment;
	update dossier set fee_state = 'paid', state = coalesce(case when d.state = 'payment_requested' then d.resume_state end, d.state)
	where id = d.id returning * into n;
	perform event_add(n, p_at, p_kind, d.state, money_text(p_payment.amount) || ', biên lai ' || p_payment.receipt_number);
	if n.state <> d.state then
		perform custody_add(n, p_at);
	end if;
	perform dossier_compose_and_keep(n.id);
	perform notify_account(n.applicant_id, n.id, 'Đã nhận phí, lệ phí của hồ sơ ' || n.code,
		'Số tiền ' || money_text(p_payment.amount) || '. Số biên lai '
		|| p_payment.receipt_number || '.');
	return p_payment;
end $$;

-- A VietQR code to pay with (one is open at a time and given again), or cash taken at the desk.
create or replace function payment_create(p_id uuid, p_payment uuid, p_method text, p_content text, p_qr text, p_bank jsonb,
	p_amount bigint, p_expires timestamptz, out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	the_charge charge;
	the_payment payment;
begin
	select * into the_charge from charge where dossier_id = p_id;
	if d.fee_state <> 'due' then
		perform problem('nothing-due');
	end if;
	if d.state in ('rejected', 'withdrawn', 'stopped', 'returned') then
		perform problem('wrong-state');
	end if;
	if p_amount <> the_charge.total then
		perform problem('stale');
	end if;
	if p_method = 'cash' then
		if not 'take_cash' = any (dossier_actions(d)) then
			perform problem('forbidden');
		end if;
		insert into payment (id, dossier_id, method, amount, state, paid_at, receipt_number, taken_by)
		values (p_payment, p_id, 'cash', p_amount, 'paid', now(), p_payment::text, caller_id())
		returning * into the_payment;
		the_payment := payment_settle(the_payment, d, now(), 'pay_cash');
		perform ledger_post('fee_by_cash', p_amount, 'cash:' || d.holder_unit_code, 'cash', 'fees:' || d.unit_code, 'fees',
			p_payment, null, null);
	else
		select * into the_payment from payment p
		where p.dossier_id = p_id and p.method = 'vietqr' and p.state = 'pending' and p.expires_at > now()
			and p.note is null
		order by p.created_at desc limit 1;
		if not found then
			insert into payment (id, dossier_id, method, amount, state, transfer_content, qr_payload, bank, expires_at)
			values (p_payment, p_id, 'vietqr', p_amount, 'pending', p_content, p_qr, p_bank, p_expires)
			returning * into the_payment;
		end if;
	end if;
	select k.* into status, location, etag, body
	from reply_keep(201, '/v1/dossiers/' || p_id || '/payments', null, payment_json(the_payment)::text) k;
end $$;

-- Money that came in. Taken once by the notice's id and by the bank's transaction, whatever happens to it: it settles
-- the fee it names, late or not; anything else stands in suspense until a person looks at it.
create or replace function bank_notice_take(p_bank text, p_webhook text, p jsonb, p_contents text[]) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	money bigint := (p ->> 'amount')::bigint;
	the_payment payment;
	d dossier;
	result text;
begin
	insert into bank_notice (bank, webhook_id, transaction_id, amount, content, received_at, outcome, document)
	values (p_bank, p_webhook, p ->> 'transaction_id', money, p ->> 'content', (p ->> 'received_at')::timestamptz,
		'unmatched', p)
	on conflict do nothing;
	if not found then
		return 'repeated';
	end if;
	select * into the_payment from payment x where x.transfer_content = any (p_contents) order by x.state, x.created_at limit 1;
	if not found then
		result := 'unmatched';
	else
		select * into d from dossier x where x.id = the_payment.dossier_id for update;
		select * into the_payment from payment x where x.id = the_payment.id;
		result := case when d.fee_state <> 'due' then 'already_paid'
			when money <> the_payment.amount then 'amount_differs' else 'settled' end;
	end if;
	update bank_notice set outcome = result, payment_id = the_payment.id where bank = p_bank and webhook_id = p_webhook;
	if result = 'settled' then
		perform payment_settle(the_payment, d, now(), 'pay_bank');
		perform ledger_post('fee_by_bank', money, 'bank:' || p_bank, 'bank', 'fees:' || d.unit_code, 'fees',
			the_payment.id, p_bank, p_webhook);
	else
		perform ledger_post('unmatched_money', money, 'bank:' || p_bank, 'bank', 'suspense:' || p_bank, 'suspense',
			the_payment.id, p_bank, p_webhook);
	end if;
	if result = 'amount_differs' then
		update payment set note = 'Ngân hàng báo nhận ' || money_text(money)
			|| ', khác số phải nộp ' || money_text(the_payment.amount) || '. Cán bộ sẽ kiểm tra và liên hệ với bạn.' where id = the_payment.id;
	end if;
	return result;
end $$;
