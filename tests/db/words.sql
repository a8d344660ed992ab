-- Words and ids: folding as people type, masking, time-ordered ids, cursors that keep every microsecond.
\set QUIET on
begin;
set client_min_messages = warning;
select plan(47);
select is(fold(typed), folded, typed || ' is folded') from (values
	('Đăng ký KHAI SINH', 'dang ky khai sinh'), ('  giấy   khai  sinh ', 'giay khai sinh'), ('Hồ sơ: số 1.001193!', 'ho so so 1.001193'),
	(normalize('Phường Trúc Bạch', NFD), 'phuong truc bach'), ('ƯỚC', 'uoc')) t(typed, folded);
select is(fold_telex(typed), folded, typed || ' was typed without the input method') from (values
	('giaays khai sinh', 'giay khai sinh'), ('ddaats ddai', 'dat dai'), ('keets hoon', 'ket hon')) t(typed, folded);
select is(fold_joined('K''Brơi'), 'kbroi', 'an apostrophe is nothing in the second key');
select ok(sought_name(t.name) like any (p.names), words || ' is in ' || t.name) from (values
	('K''Brơi', 'broi'), ('K’Brơi', 'k broi'), ('H''Hen Niê', 'hhen'), ('Nguyễn Văn An', 'văn an'), ('Công ty 36', '36'),
	('Nguyễn Văn An', 'AN'), ('An', 'an'), ('Hà An Nhiên', 'an')) t(name, words), sought_patterns(words) p;
select ok(sought_name('Nguyễn Văn Anh') like any (p.names) is not true, '"' || words || '" is not in Nguyễn Văn Anh') from (values
	('%'), ('_'), (''), ('anh nguyen'), ('vananh'), ('an'), ('n')) t(words), sought_patterns(words) p;
select ok(sought_fits('', 'H99.31-261123-0001', null, code_begin, code_end) is true = fits, words || ' and the code') from (values
	('31-261123/0001', true), ('h99.31', true), ('H99 31 2611', true), ('0001', true), ('3 0001', true), ('001', true),
	('2611230001', true), ('99.31', false), ('31-261123', false), ('h', false), ('H99.32', false), ('số 0001', false))
	t(words, fits), sought_patterns(words);
select is(mask_name('Nguyễn Thị Mẫu'), 'N***** T** M**', 'names are masked by words');
select is(mask_name('A'), 'A*', 'a name of one letter is masked too');
select is(mask_name('  Lê   Văn  '), 'L* V**', 'blanks tell nothing');

create temp table ids as select uuid_v7() as id, n from generate_series(1, 1000) n;
select is((select count(distinct id) from ids), 1000::bigint, 'ids are unique');
select is_empty($$select id from ids where substring(id::text from 15 for 1) <> '7' or substring(id::text from 20 for 1) !~ '[89ab]'$$,
	'they are UUIDs of version 7');
select cmp_ok((select max(abs(extract(epoch from clock_timestamp()) * 1000 - ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint))
	from ids)::integer, '<', 60000, 'they begin with the time');

select is_empty($$select t, c.at from (select timestamptz '1999-12-31 23:59:59.999999+00' + n * interval '1000 days 1 microsecond' as t
	from generate_series(0, 3000) n) x, cursor_parts(cursor_of(t, '019a0000-0000-7000-8000-00000000000a')) c
	where c.at <> t or c.id <> '019a0000-0000-7000-8000-00000000000a'$$, 'a cursor comes back as it was, to the year 10000');
select matches(cursor_of(now(), uuid_v7()), '^[A-Za-z0-9_-]+$', 'a cursor needs no escaping');
select throws_ok('select cursor_parts(''x'')', 'MC001', 'bad-cursor');
select throws_ok('select cursor_parts(''MTIz'')', 'MC001', 'bad-cursor');
select is((select at from cursor_parts(null)), null, 'no cursor is the beginning');
select * from finish();
rollback;
