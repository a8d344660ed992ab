-- What others call our things: with source and time, for one thing for ever.
\set QUIET on
begin;
\ir sample.psql
select plan(16);

create temp table thing (kind text, id text, other text);
insert into thing values
	('dossier', '019a0000-0000-7000-8000-0000000000d2', '019a0000-0000-7000-8000-0000000000d3'),
	('file', (select min(id::text) from dossier_file), (select max(id::text) from dossier_file)),
	('unit', 'H99.31', 'H99.32');
select is(external_id_add(kind, id, 'national-portal', 'X-1'), true, 'a ' || kind || ' gets a name of another system') from thing;
select is(external_id_add(kind, id, 'national-portal', 'X-1'), false, 'told again, nothing is new') from thing;
select throws_ok(format('select external_id_add(%L, %L, ''national-portal'', ''X-1'')', kind, other), '23505', null,
	'another ' || kind || ' is not called the same by the same source') from thing;
select is(external_id_add('unit', 'H99.32', 'ministry', 'X-1'), true, 'by another source it may');
select is(external_id_find('unit', 'national-portal', 'X-1'), 'H99.31', 'what a source means is found');
select is(external_id_find('unit', 'ministry', 'X-1'), 'H99.32', 'and what the other means');
select is(external_id_find('procedure', 'ministry', 'X-1'), null, 'a value of a unit is none of a procedure');
select is(external_id_add('procedure', '9.000001', 'ministry', 'P7'), true, 'a procedure has names too');
select throws_ok($$select external_id_add('unit', 'H99.99', 'ministry', 'X-2')$$, '23503', null, 'what is not there has none');
select throws_ok($$update external_id set id = 'H99.32'$$, 'MC002', null, 'nothing is overwritten');
select * from finish();
rollback;
