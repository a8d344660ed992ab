-- Notices of banks, each taken once.
-- needs: dossier/clock notice/notices payment/ledger payment/settle vocabulary/notes

-- The payment that a transfer names, the open one first.
create or replace function payment_named(p_contents text[]) returns payment language sql stable
return (select x from payment x where x.transfer_content = any (p_contents)
	order by array_position('{paid,pending,ended}'::text[], x.state), x.created_at limit 1);

-- The clock of the dossier that a transfer pays for, see dossier/clock.
create or replace function bank_notice_clock(p_contents text[]) returns setof jsonb
language sql stable security definer set search_path = public, pg_temp as $$
	select clock_facts(d) from charge c join dossier d on d.id = c.dossier_id where c.id = (payment_named(p_contents)).charge_id
$$;
grant execute on function bank_notice_clock to motcua_system;

-- Money that came in. Taken once by the notice's id and by the bank's transaction, whatever happens to it: it settles
-- the fee it names, late or not; anything else stands in suspense until a person looks at it. A partner tells of one
-- account, "BIN:account": money on another settles nothing.
create or replace function bank_notice_take(p_bank text, p_webhook text, p_account text, p jsonb, p_contents text[],
	p_document jsonb, p_clock jsonb) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	money bigint := (p ->> 'amount')::bigint;
	the_payment payment;
	claim charge;
	d dossier;
	result text;
begin
	insert into bank_notice (bank, webhook_id, transaction_id, amount, content, account, received_at, outcome, document)
	values (p_bank, p_webhook, p ->> 'transaction_id', money, p ->> 'content', p_account,
		(p ->> 'received_at')::timestamptz, 'unmatched', p_document)
	on conflict do nothing;
	if not found then
		return 'repeated';
	end if;
	the_payment := payment_named(p_contents);
	if the_payment.id is null then
		result := 'unmatched';
	else
		select x.* into d from dossier x join charge c on c.dossier_id = x.id where c.id = the_payment.charge_id for update of x;
		select * into the_payment from payment x where x.id = the_payment.id;
		select * into claim from charge c where c.id = the_payment.charge_id;
		result := case
			when coalesce(p ->> 'account', split_part(p_account, ':', 2)) is distinct from split_part(p_account, ':', 2)
				or (the_payment.bank ->> 'bin') || ':' || (the_payment.bank ->> 'account') is distinct from p_account
				then 'foreign_account'
			when claim.state = 'void' then 'no_longer_due'
			when claim.state <> 'open' then 'already_paid'
			when money <> the_payment.amount then 'amount_differs' else 'settled' end;
	end if;
	update bank_notice set outcome = result, payment_id = the_payment.id where bank = p_bank and webhook_id = p_webhook;
	if result = 'settled' then
		perform payment_settle(the_payment, d, p_clock, 'pay_bank');
		perform ledger_post('fee_by_bank', money, 'bank:' || p_bank, 'bank', 'fees:' || d.unit_code, 'fees',
			the_payment.id, p_bank, p_webhook);
	else
		perform ledger_post('unmatched_money', money, 'bank:' || p_bank, 'bank', 'suspense:' || p_bank, 'suspense',
			the_payment.id, p_bank, p_webhook);
	end if;
	if result = 'amount_differs' then
		update payment set note = note_text('amount_differs', jsonb_build_object('amount', money, 'wanted', the_payment.amount))
		where id = the_payment.id;
	end if;
	if result = 'no_longer_due' then
		perform notify_applicants(d.id, 'paid_in_vain', jsonb_build_object('code', d.code, 'amount', money));
	end if;
	return result;
end $$;
grant execute on function bank_notice_take to motcua_system;
