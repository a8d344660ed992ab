-- Records: written once and never changed; the ledger balances; a fee is paid once; one letter is under way.
\set QUIET on
begin;
\ir sample.psql
select plan(70);

insert into custody_head (through, head) values ('2026-01-01', 'x');

select throws_ok(format('update %I set %s', name, change), 'MC002', null, name || ' is not updated') from (values
	('custody', 'hash = repeat(''0'', 64)'), ('custody_head', 'head = ''x'''), ('dossier_event', 'note = ''x'''), ('receipt', 'jws = ''x'''),
	('submission', 'content = ''x'''),
	('promise', 'due_at = now() + interval ''1 day'''), ('promise', 'ended_at = now(), ended_why = ''void'''),
	('supplement_round', 'limit_at = now() + interval ''9 days'''), ('time_entry', 'minutes = 1'),
	('ledger_entry', 'kind = ''fee_by_bank'''), ('ledger_line', 'amount = 1')) t(name, change);
select throws_ok(format('delete from %I', name), 'MC002', null, name || ' is not deleted')
from unnest('{custody,custody_head,dossier_event,promise,submission,supplement_round,time_entry,receipt,ledger_entry,ledger_line}'::text[]) name;
-- Nor emptied: by their owner, by the superuser, or along with what they point at.
set constraints all immediate;
set local role motcua_owner;
select throws_ok(format('truncate %I cascade', name), 'MC002', null, name || ' is not emptied')
from unnest('{custody,custody_head,dossier_event,promise,submission,supplement_round,time_entry,receipt,ledger_entry,ledger_line,dossier}'::text[]) name;
reset role;
select throws_ok('truncate custody', 'MC002', null, 'not even by the superuser');

create function pg_temp.post(p_lines bigint[]) returns text language plpgsql as $$
declare
	entry uuid := uuid_v7();
begin
	set constraints all deferred;
	insert into ledger_account (code, kind) values ('x:1', 'cash'), ('x:2', 'fees'), ('x:3', 'fees') on conflict do nothing;
	insert into ledger_entry (id, kind) values (entry, 'fee_by_cash');
	insert into ledger_line (entry_id, account_code, amount)
	select entry, 'x:' || n, amount from unnest(p_lines) with ordinality l(amount, n);
	set constraints all immediate;
	return 'balanced';
exception when others then
	return sqlstate;
end $$;
select is(pg_temp.post('{100,-100}'), 'balanced', 'a debit and its credit');
select is(pg_temp.post('{100,-60,-40}'), 'balanced', 'a debit and two credits');
select is(pg_temp.post('{100,-99}'), 'MC002', 'what does not sum to nought is refused');
select is(pg_temp.post('{100}'), 'MC002', 'a debit alone is refused');
select is(pg_temp.post('{}'), 'MC002', 'an entry without lines is refused');
select is(pg_temp.post('{0,0}'), '23514', 'nothing is not posted');
set constraints all deferred;
select is((select sum(amount)::bigint from ledger_line), 0::bigint, 'all of it balances');

select throws_ok($$insert into payment (id, charge_id, method, amount, state, paid_at, receipt_number)
	values (uuid_v7(), (select id from charge where dossier_id = '019a0000-0000-7000-8000-0000000000d2'), 'cash', 8000, 'paid', now(), 'BL-2')$$, '23505', null,
	'a charge is paid once');
select throws_ok('update charge set ' || change, 'MC002', null, what) from (values
	('total = 1', 'a charge keeps its sum'), ('state = ''open''', 'what was paid is not due again'),
	('state = ''void''', 'what was paid is not forgotten')) t(change, what);
select throws_ok($$insert into payment (id, charge_id, method, amount, state, transfer_content, paid_at)
	values (uuid_v7(), (select id from charge where dossier_id = '019a0000-0000-7000-8000-0000000000d2'), 'vietqr', 8000, 'paid', 'MC0000000001', now())$$, '23514', null,
	'what is paid has a receipt');
select throws_ok($$insert into bank_notice (bank, webhook_id, transaction_id, amount, content, received_at, outcome, document)
	values ('demo', 'other', 'H99.31', 1, '', now(), 'unmatched', '{}')$$, '23505', null, 'a transaction is taken once');
select throws_ok($$insert into shipment (id, tracking_number, dossier_id, carrier, state, recipient, created_by)
	values (uuid_v7(), 'RM000000099VN', '019a0000-0000-7000-8000-0000000000d2', 'demo', 'created', '{}',
	'019a0000-0000-7000-8000-000000000031')$$, '23505', null, 'one letter is under way');
select throws_ok($$insert into receipt (dossier_id, submission_number, payload, jws) values ('019a0000-0000-7000-8000-0000000000d2', 1, 'x', 'y')$$,
	'23505', null, 'one receipt for a submission');

-- The chain of custody: each link over the one before.
select is_empty($$select c.sequence from custody c left join custody b
	on b.dossier_id = c.dossier_id and b.sequence = c.sequence - 1
	where c.hash <> encode(sha256(convert_to(concat_ws('|', coalesce(b.hash, repeat('0', 64)), c.dossier_id, c.sequence,
		c.unit_code, coalesce(c.officer_id::text, ''), coalesce(c.officer_name, ''), c.state, iso_time(c.since), coalesce(iso_time(c.until), ''),
		c.submission_sha256), 'UTF8')), 'hex')$$, 'custody is chained by SHA-256');
select is_empty($$select c.sequence from custody c where not exists (select from submission s
	where s.dossier_id = c.dossier_id and s.sha256 = c.submission_sha256)$$, 'custody names what the dossier said');
-- The document kept of a dossier is the one composed anew, at its version.
select is_empty($$select d.code from dossier d left join dossier_document k on k.dossier_id = d.id and k.version = d.version
	where d.state <> 'draft' and not exists (select from dossier_compose(d.id, false) c where c.document = k.document and c.results = k.results)$$,
	'the document kept is the composed one');
-- What has ended long ago is composed when it is read; what is young or open lies ready.
create function pg_temp.filed_in(p_id uuid, p_steps text[]) returns void language plpgsql as $$
declare
	s text;
begin
	perform pg_temp.draft(p_id, '019a0000-0000-7000-8000-00000000000a', 'H99.31');
	foreach s in array p_steps loop
		perform pg_temp.step(p_id, s);
	end loop;
	perform dossier_compose_and_keep(p_id);
end $$;
select pg_temp.filed_in('01800000-0000-7000-8000-000000000001', '{registered,rejected}'),
	pg_temp.filed_in('01800000-0000-7000-8000-000000000002', '{registered,received}'),
	pg_temp.filed_in(uuid_v7(), '{registered,rejected}') \g /dev/null
select is(documents_forget(10), 1::bigint, 'the document of a dossier that ended long ago goes');
select is((select count(*) from dossier_document where dossier_id::text like '018%'), 1::bigint, 'not of an open one');
select is((select count(*) from dossier_read('01800000-0000-7000-8000-000000000001')), 0::bigint, 'a stranger reads neither');
select pg_temp.call_as('019a0000-0000-7000-8000-00000000000a', 'citizen', '{}') \g /dev/null
select is((select count(*) from dossier_read('01800000-0000-7000-8000-000000000001')), 1::bigint, 'its applicant reads it as before');
select pg_temp.call_as(null, null, null) \g /dev/null
-- Whoever changes a dossier, what was kept of it before is gone.
update dossier set reason = 'x' where code is not null;
select is_empty($$select dossier_id from dossier_document$$, 'no document outlives a change of its dossier');
-- What a row of these tables must be is said by functions and not by checks, see the head of the dossiers' tables.
select throws_ok(replace(change, 'D2', '''019a0000-0000-7000-8000-0000000000d2'''), '23514', null, what) from (values
	('insert into promise (dossier_id, number, promised, due_at, made_at) values (D2, 9, ''gift'', now(), now())',
		'a column holds codes of its vocabulary alone'),
	('insert into dossier_event (id, dossier_id, at, kind, to_state, actor_role, reason_code)
		values (uuid_v7(), D2, now(), ''reject'', ''rejected'', ''officer'', ''mood'')', 'an event''s reason is one'),
	('update dossier set return_channel = ''fax'' where id = D2', 'a channel is one'),
	('update dossier set answers = ''[]'' where id = D2', 'answers are an object'),
	('update dossier set leader_asked_at = now() where id = D2', 'a leader is asked by somebody'),
	('insert into promise (dossier_id, number, promised, due_at, made_at, ended_at) values (D2, 9, ''result'', now(), now(), now())',
		'a promise says how it ended'),
	('insert into promise (dossier_id, number, promised, due_at, made_at, ended_at, ended_why)
		values (D2, 9, ''result'', now(), now(), now(), ''kept'')', 'and by how much it was late'),
	('insert into dossier_party (dossier_id, role, unit_code) values (D2, ''payer'', ''H99.31'')', 'a unit is no payer'),
	('insert into dossier_party (dossier_id, role, party_id, mandate)
		select D2, ''helper'', a.party_id, repeat(''x'', 201) from account a limit 1', 'a mandate is short'),
	('insert into filing (dossier_id, at, typed_by, typed_by_staff, own_factor, place, filled_seconds)
		values (D2, now(), uuid_v7(), false, false, ''home'', 1)', 'what is filed outside an office has no place'),
	('insert into custody (dossier_id, sequence, unit_code, state, since, submission_sha256, hash)
		values (D2, 9, ''H99.31'', ''received'', now(), '''', ''x'')', 'a link has a SHA-256'),
	('insert into charge (id, dossier_id, submission_number, kind, lines, total, state)
		values (uuid_v7(), D2, 1, ''refund'', ''[]'', 1, ''open'')', 'nobody owes what is given back'),
	('insert into code_lease (unit_code, kind, day, first, last, holder, taken)
		values (''H99.31'', ''receipt'', ''2030-01-01'', 1, 10, ''centre'', 11)', 'no more numbers are taken than were leased')) t(change, what);
insert into submission (dossier_id, number, at, account_id, content, sha256)
values ('019a0000-0000-7000-8000-0000000000d2', 9, now(), '019a0000-0000-7000-8000-00000000000a', '{}', 'x');
select is((select sha256 from submission where dossier_id = '019a0000-0000-7000-8000-0000000000d2' and number = 9),
	encode(sha256('{}'), 'hex'), 'a submission is named by what it says');

select * from finish();
rollback;
