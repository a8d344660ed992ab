-- Money. The state of a payment is not the state of a dossier; a fee that is due blocks the hand-over alone.
-- needs: core/caller core/idempotency core/values dossier/lock dossier/visible payment/ledger payment/settle payment/sums vocabulary/steps

create or replace function payment_json(p payment) returns json language sql stable
return json_build_object('id', p.id, 'charge_id', p.charge_id, 'method', p.method,
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
	select (dossier_payment(d)::jsonb || jsonb_build_object(
		'charges', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'state', c.state, 'total', c.total,
				'lines', c.lines, 'submission_number', c.submission_number, 'created_at', iso_time(c.created_at))
				order by c.id), '[]') from charge c where c.dossier_id = d.id),
		'items', (select coalesce(jsonb_agg(payment_json(p) order by p.created_at, p.id), '[]')
			from payment p join charge c on c.id = p.charge_id where c.dossier_id = d.id)))::text
	from dossier d
	where d.id = p_id and dossier_visible(d);
end $$;
grant execute on function payment_list to motcua_citizen, motcua_staff;

-- What the payer is shown to pay with (one of a method is open at a time and given again), or money taken at the desk.
create or replace function payment_create(p_id uuid, p_payment uuid, p_method text, p_at_desk boolean, p_amount bigint,
	p_shown jsonb, p_clock jsonb, out status integer, out location text, out etag text, out body text)
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier := dossier_lock(p_id);
	the_charge charge;
	the_payment payment;
begin
	select * into the_charge from charge c where c.dossier_id = p_id and c.state = 'open';
	if d.fee_state <> 'due' then
		perform problem('nothing-due');
	end if;
	if p_amount <> the_charge.total then
		perform problem('stale');
	end if;
	if p_at_desk then
		if not 'take_cash' = any (dossier_actions(d)) then
			perform problem('forbidden');
		end if;
		insert into payment (id, charge_id, method, amount, state, paid_at, receipt_number, taken_by)
		values (p_payment, the_charge.id, p_method, p_amount, 'paid', step_time(), p_payment::text, caller_id())
		returning * into the_payment;
		the_payment := payment_settle(the_payment, d, p_clock, 'pay_cash');
		perform ledger_post('fee_by_cash', p_amount, 'cash:' || d.holder_unit_code, 'cash', 'fees:' || d.unit_code, 'fees',
			p_payment, null, null);
	else
		select * into the_payment from payment p
		where p.charge_id = the_charge.id and p.method = p_method and p.state = 'pending' and p.expires_at > now()
			and p.note is null
		order by p.created_at desc limit 1;
		if not found then
			insert into payment (id, charge_id, method, amount, state, transfer_content, qr_payload, bank, expires_at)
			values (p_payment, the_charge.id, p_method, p_amount, 'pending', p_shown ->> 'transfer_content',
				p_shown ->> 'qr_payload', p_shown -> 'bank', (p_shown ->> 'expires_at')::timestamptz)
			returning * into the_payment;
		end if;
	end if;
	select k.* into status, location, etag, body
	from reply_keep(201, '/v1/dossiers/' || p_id || '/payments', null, payment_json(the_payment)::text) k;
end $$;
grant execute on function payment_create to motcua_citizen, motcua_staff;
