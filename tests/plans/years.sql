-- What years of work leave behind beside the dossiers of tests/bench/dossiers.sql: what was promised and booked, sessions, keys
-- of requests, uploads, readings, payments, letters: psql -v accounts=ACCOUNTS -v count=DOSSIERS, as the superuser.
\set ON_ERROR_STOP on
\set QUIET on
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';

create temporary table filed as
select d.id, row_number() over (order by d.id) as n, d.state, d.unit_code, d.submitted_at as at, d.due_at, d.received_at,
	d.finished_at, d.booked_until, case when d.state = 'rejected' then d.booked_until end as rejected_at,
	(select s.account_id from submission s where s.dossier_id = d.id) as account_id
from dossier d where d.state <> 'draft';

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
select reply_id, 'submitDossier', repeat('a', 64), 201, '{"state": "registered"}' from idempotency_key on conflict do nothing;

insert into payment (id, charge_id, method, amount, state, paid_at, receipt_number, transfer_content, expires_at)
select uuid_v7(), c.id, 'vietqr', c.total, case c.state when 'paid' then 'paid' else 'pending' end,
	case c.state when 'paid' then d.finished_at end, case c.state when 'paid' then 'BL' || row_number() over (order by c.id) end,
	'MC' || lpad(row_number() over (order by c.id)::text, 10, '0'),
	d.submitted_at + interval '1 day'
from charge c join dossier d on d.id = c.dossier_id;
insert into bank_notice (bank, webhook_id, transaction_id, amount, content, received_at, outcome, payment_id, document)
select 'demo', 'msg-' || p.transfer_content, 'FT' || p.transfer_content, p.amount, p.transfer_content, p.paid_at, 'settled', p.id, '{}'
from payment p where p.state = 'paid';
insert into ledger_entry (id, at, kind, payment_id, bank, webhook_id)
select p.id, p.paid_at, 'fee_by_bank', p.id, 'demo', 'msg-' || p.transfer_content from payment p where p.state = 'paid';
insert into ledger_line (entry_id, account_code, amount)
select e.id, a.code, case a.kind when 'bank' then 30000 else -30000 end
from ledger_entry e
cross join lateral (select distinct on (kind) code, kind from ledger_account where kind in ('bank', 'fees') order by kind, code) a;

-- A tenth of the results went by post.
insert into shipment (id, tracking_number, dossier_id, carrier, state, recipient, created_by, created_at, state_at)
select uuid_v7(), 'XA' || lpad(n::text, 9, '0') || 'VN', id, 'demo', 'delivered', '{}', account_id, finished_at, finished_at
from filed where n % 10 = 0 and finished_at is not null;
insert into shipment_event (carrier, webhook_id, shipment_id, at, state, document)
select 'demo', 'msg-' || s.tracking_number || x.state, s.id, s.state_at, x.state, '{}'
from shipment s, (values ('collected'), ('delivered')) x(state);

-- Each account signed in on two devices, some of them long ago.
insert into session (id, account_id, created_at, expires_at, revoked_at)
select uuid_floor(at), id, at, at + interval '30 days', case when n % 10 = 0 then at end
from (select id, n, now() - interval '59 days' - interval '10 minutes' + n * (interval '59 days' / (2 * :accounts + 100)) as at
	from (select id, row_number() over (order by id, twice) as n from account, generate_series(0, 1) twice) o) a;
insert into refresh_token (hash, session_id, created_at, used_at)
select encode(sha256((s.id::text || t)::bytea), 'hex'), s.id, s.created_at + t * interval '10 minutes',
	case when t < 3 then s.created_at + (t + 1) * interval '10 minutes' end
from session s, generate_series(1, 3) t;
insert into upload (id, account_id, name, length, received, declared_sha256, created_at, expires_at)
select uuid_v7(), account_id, 'giấy tờ.pdf', 40000, 0, null, at, now() + (n % 20 - 1) * interval '1 hour' from filed where n % 50 = 0;
insert into outbox (id, topic, subject_id, channel, created_at, available_at, attempts, failed_at)
select uuid_v7(), 'message', id, 'mail', at, at, 8, at + interval '1 day' from filed where n % 500 = 0;
insert into device_seen (day, mark, account_id)
select local_day(now()), encode(sha256(account_id::text::bytea), 'hex'), account_id from filed where n % 20 = 0 on conflict do nothing;
