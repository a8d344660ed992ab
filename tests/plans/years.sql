-- What years of work leave behind beside the dossiers of tests/bench/dossiers.sql: what was promised and booked, keys of
-- requests, uploads, readings, payments, letters. In the session that made the dossiers, of the same ones.
create temporary table filed as
select d.id, :first - 1 + row_number() over (order by p.n) as n, d.state, d.unit_code, d.submitted_at as at, d.due_at,
	d.received_at, d.finished_at, d.booked_until, case when d.state = 'rejected' then d.booked_until end as rejected_at,
	p.applicant_id as account_id
from plan p join dossier d on d.id = p.id where p.state <> 'draft';

insert into promise (dossier_id, number, promised, due_at, made_at, ended_at, ended_why, late_minutes)
select id, 1, 'intake', at + interval '8 hours', at, coalesce(received_at, rejected_at),
	case when received_at is not null then 'kept' when rejected_at is not null then 'void' end,
	case when received_at is not null then n % 50 end
from filed
union all
select id, 2, 'result', due_at, at, coalesce(finished_at, rejected_at),
	case when finished_at is not null then 'kept' when rejected_at is not null then 'void' end,
	case when finished_at is not null then n % 50 end
from filed;
insert into time_entry (dossier_id, number, cause, stands, state, unit_code, from_at, until_at, before, minutes)
select id, x.number, 'office', false, x.state, unit_code, at + (x.number - 1) * (booked_until - at) / 2,
	at + x.number * (booked_until - at) / 2, (x.number - 1) * 480, 480
from filed, (values (1, 'registered'), (2, 'processing')) x(number, state);
insert into filing (dossier_id, at, typed_by, typed_by_staff, own_factor, filled_seconds, device_people)
select id, at, account_id, false, false, 900, 1 + n % 3 from filed;
insert into dossier_party (dossier_id, role, unit_code, from_at, until_at)
select f.id, 'involved', u.code, f.at, f.finished_at
from filed f
join (select code, row_number() over (order by code) as n, count(*) over () as count from unit) u on u.n = f.n % u.count + 1
where f.n % 10 = 0 and u.code <> f.unit_code;
insert into unit_dossier (unit_code, dossier_id, code, name, procedure_code, passed_at, ended_at)
select r.unit_code, f.id, u.code, u.name, u.procedure_code, f.at + interval '2 hours', case when state_ended(f.state) then f.booked_until end
from filed f join unit_dossier u on u.dossier_id = f.id
join dossier_party r on r.dossier_id = f.id and r.unit_code <> f.unit_code;

-- Of a third of the dossiers the staff opened some page, and a list was asked for as often.
insert into reading (id, account_id, post_id, unit_code, operation, purpose, dossier_id, asked, shown)
select uuid_floor(f.at + f.n * interval '1 microsecond'), p.account_id, p.id, p.unit_code,
	case when f.n % 2 = 0 then 'getDossier' else 'listInbox' end, case when f.n % 2 = 0 then 'handling' else 'listing' end,
	case when f.n % 2 = 0 then f.id end,
	case when f.n % 2 = 1 then repeat('a', 64) end, case when f.n % 2 = 1 then array[f.id] end
from filed f join lateral (select * from post where unit_code = f.unit_code limit 1) p on true where f.n % 3 < 2
on conflict do nothing;

-- Replies are kept for thirty days, and keys.
insert into idempotency_key (account_id, key, reply_id)
select account_id, 'submit-' || n, uuid_floor(at + n * interval '1 millisecond') from filed where at > now() - interval '32 days'
on conflict do nothing;
insert into idempotency_reply (id, operation, hash, status, body)
select k.reply_id, 'submitDossier', repeat('a', 64), 201, '{"state": "registered"}'
from filed f join idempotency_key k on k.account_id = f.account_id and k.key = 'submit-' || f.n
where f.at > now() - interval '32 days' on conflict do nothing;

create temporary table asked as
select uuid_v7() as id, c.id as charge_id, c.total, f.n, f.at, 'MC' || lpad(f.n::text, 10, '0') as content,
	case c.state when 'paid' then f.finished_at end as paid_at
from filed f join charge c on c.dossier_id = f.id;
insert into payment (id, charge_id, method, amount, state, paid_at, receipt_number, transfer_content, expires_at)
select id, charge_id, 'vietqr', total, case when paid_at is null then 'pending' else 'paid' end, paid_at,
	case when paid_at is not null then 'BL' || n end, content, at + interval '1 day' from asked;
insert into bank_notice (bank, webhook_id, transaction_id, amount, content, received_at, outcome, payment_id, document)
select 'demo', 'msg-' || content, 'FT' || content, total, content, paid_at, 'settled', id, '{}' from asked where paid_at is not null;
insert into ledger_entry (id, at, kind, payment_id, bank, webhook_id)
select id, paid_at, 'fee_by_bank', id, 'demo', 'msg-' || content from asked where paid_at is not null;
insert into ledger_line (entry_id, account_code, amount)
select e.id, a.code, case a.kind when 'bank' then 30000 else -30000 end
from asked e
cross join lateral (select distinct on (kind) code, kind from ledger_account where kind in ('bank', 'fees') order by kind, code) a
where e.paid_at is not null;

-- A tenth of the results went by post.
create temporary table sent as
select uuid_v7() as id, 'XA' || lpad(n::text, 9, '0') || 'VN' as number, id as dossier_id, account_id, finished_at as at
from filed where n % 10 = 0 and finished_at is not null;
insert into shipment (id, tracking_number, dossier_id, carrier, state, recipient, created_by, created_at, state_at)
select id, number, dossier_id, 'demo', 'delivered', '{}', account_id, at, at from sent;
insert into shipment_event (carrier, webhook_id, shipment_id, at, state, document)
select 'demo', 'msg-' || s.number || x.state, s.id, s.at, x.state, '{}'
from sent s, (values ('collected'), ('delivered')) x(state);

insert into upload (id, account_id, name, length, received, declared_sha256, created_at, expires_at)
select uuid_v7(), account_id, 'giấy tờ.pdf', 40000, 0, null, at, now() + (n % 20 - 1) * interval '1 hour'
from filed where n % 50 = 0 and n > :count - 50000; -- what is under way at a time does not grow
-- Of each dossier a letter that waits, was refused or was given up.
insert into outbox (id, topic, subject_id, channel, created_at, available_at, attempts, held, failed_at, refused)
select (left(uuid_floor(at)::text, 13) || '-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'message', id, 'mail', at,
	now() + interval '1 day', n % 300, n % 500 = 2, case when n % 2 = 1 then at + interval '1 day' end, n % 4 = 3
from filed;
insert into device_seen (day, mark, account_id)
select local_day(now()), encode(sha256(account_id::text::bytea), 'hex'), account_id from filed where n % 20 = 0 on conflict do nothing;
