-- The ledger: every entry balances.
-- needs: core/append_only core/values

create or replace trigger append_only before update or delete on ledger_entry for each row execute function append_only();
create or replace trigger append_only before update or delete on ledger_line for each row execute function append_only();

-- Debits and credits of an entry must balance when the transaction commits. Runs then, as whoever commits: hence definer.
create or replace function ledger_balanced() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if (select coalesce(sum(l.amount), 0) <> 0 or count(*) < 2 from ledger_line l
			where l.entry_id = case when tg_table_name = 'ledger_entry' then (to_jsonb(new) ->> 'id')::uuid
				else (to_jsonb(new) ->> 'entry_id')::uuid end) then
		raise exception using errcode = 'MC002', message = 'the ledger entry does not balance';
	end if;
	return null;
end $$;

do $$ begin
	if not exists (select from pg_trigger where tgname = 'ledger_line_balanced') then
		create constraint trigger ledger_line_balanced after insert on ledger_line
			deferrable initially deferred for each row execute function ledger_balanced();
		create constraint trigger ledger_entry_balanced after insert on ledger_entry
			deferrable initially deferred for each row execute function ledger_balanced();
	end if;
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

create or replace trigger never_emptied before truncate on ledger_entry for each statement execute function append_only();
create or replace trigger never_emptied before truncate on ledger_line for each statement execute function append_only();
