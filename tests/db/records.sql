-- What is written once, what must balance, and the chain of hand-overs.
begin;
\ir fixture.psql
select no_plan();
select pg_temp.become(0) \g /dev/null

select throws_ok(statement, 'MC002', null, statement)
from unnest(array['update custody set officer_name = ''x''', 'delete from custody', 'update dossier_event set note = ''x''',
	'delete from dossier_event', 'update receipt set payload = ''x''', 'delete from receipt']) statement;

-- The ledger: a fee by cash gives two lines that sum to nought; anything else cannot be committed.
select pg_temp.become(3) \g /dev/null
select payment_create(pg_temp.person(11), pg_temp.person(31), 'cash', null, null, null, 5000, null) \g /dev/null
select is((select state || ' ' || amount from payment where id = pg_temp.person(31)), 'paid 5000', 'cash is paid at once');
select is((select sum(amount)::text || ' ' || count(*) from ledger_line l join ledger_entry e on e.id = l.entry_id
	where e.payment_id = pg_temp.person(31)), '0 2', 'debit and credit');
select is((select fee_state from dossier where id = pg_temp.person(11)), 'paid', 'the fee is paid');
select matches((select receipt_number from payment where id = pg_temp.person(31)), '^BL-T99\.01-\d{6}-0001$', 'a receipt with a number');
select throws_ok(format('insert into payment (id, dossier_id, method, amount, state, paid_at, receipt_number) values (%L, %L, ''cash'', 5000, ''paid'', now(), ''BL-2'')',
	pg_temp.person(32), pg_temp.person(11)), '23505', null, 'a fee is paid once');
select lives_ok('set constraints all immediate', 'what stands is balanced');
set constraints all deferred;
select throws_ok(format('do $do$ begin insert into ledger_entry (id, kind) values (%1$L, ''fee_by_cash'');
	insert into ledger_line values (%1$L, ''cash:T99.01'', 1000), (%1$L, ''fees:T99.01'', -999); set constraints all immediate; end $do$',
	pg_temp.person(41)), 'MC002', null, 'an entry that does not balance');
select throws_ok(format('do $do$ begin insert into ledger_entry (id, kind) values (%1$L, ''fee_by_cash''); set constraints all immediate; end $do$',
	pg_temp.person(42)), 'MC002', null, 'an entry without lines');
select throws_ok(statement, 'MC002', null, statement)
from unnest(array['update ledger_line set amount = amount + 1', 'delete from ledger_line', 'update ledger_entry set at = now()',
	'delete from ledger_entry']) statement;

-- Each hand-over's hash covers the one before: recomputed from the rows it must be the same.
select is(c.hash, encode(sha256(convert_to(concat_ws('|', coalesce(lag(c.hash) over (order by c.sequence), repeat('0', 64)), c.dossier_id,
	c.sequence, c.unit_code, coalesce(c.officer_id::text, ''), c.state, iso_time(c.since), coalesce(iso_time(c.until), '')), 'UTF8')), 'hex'),
	'hand-over ' || c.sequence || ' is chained')
from custody c where c.dossier_id = pg_temp.person(11) order by c.sequence;

-- The kept document is the composed one, version by version.
select is(k.document, (dossier_compose(d.id)).document, 'the document kept for ' || d.code)
from dossier d join dossier_document k on k.dossier_id = d.id and k.version = d.version where d.state <> 'draft';
select is((select count(*)::integer from dossier d left join dossier_document k on k.dossier_id = d.id and k.version = d.version
	where d.state <> 'draft' and k.dossier_id is null), 0, 'and every filed dossier has one');

-- Cursors lose nothing, to the microsecond, in any year that the queue uses.
select is(count(*) filter (where c.at = t and c.id = i)::integer, 2000, 'cursors come back as they went')
from (select timestamptz '2026-01-01' + g * interval '1.234567 years' as t, gen_random_uuid() as i from generate_series(1, 2000) g) x,
	cursor_parts(cursor_of(t, i)) c;
select throws_ok('select cursor_parts(''nonsense'')', 'MC001', 'bad-cursor', 'a made-up cursor');
select is(fold_telex('giaays khai sinh'), 'giay khai sinh', 'typing residue is folded');
select is(fold('Đăng ký KHAI SINH'), 'dang ky khai sinh', 'diacritics are folded');

select * from finish();
rollback;
