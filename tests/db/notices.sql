-- What people are told: rows of words that are only added, and values.
begin;
select no_plan();

select is_empty($$select notice from notice_template t where not words ? 'vi' or not words ? 'en'
	or exists (select from jsonb_each(words) w where (w.value ->> 'title') is null or (w.value ->> 'body') is null)$$,
	'every notice has a title and a body in both languages');
select is_empty($$select t.notice, found.name from notice_template t, jsonb_each(t.words) w, jsonb_each_text(w.value) piece,
	lateral (select (regexp_matches(piece.value, '\{([a-z_]+)', 'g'))[1] as name) found where not found.name = any (t.names)$$,
	'a row names all the values that its words need');
select is_empty($$select notice from notice_template t, jsonb_each(t.words) w where w.value ->> 'title' ~ ':free\}'$$,
	'no title repeats what somebody typed');
select is_empty('select notice from notice_template group by notice having count(*) > 1',
	'words that have not changed are not written again, however often they are migrated');
select throws_ok($$update notice_template set words = '{}'$$, 'MC002', null, 'words that were told stay');
select throws_ok('delete from notice_template', 'MC002', null, 'and are not taken away');

insert into party (id, kind, name) values ('019a0000-0000-7000-8000-00000000ff01', 'person', 'Mẫu');
insert into account (id, party_id, phone)
values ('019a0000-0000-7000-8000-00000000ff02', '019a0000-0000-7000-8000-00000000ff01', '0912345678');
select throws_ok($$select notify_account('019a0000-0000-7000-8000-00000000ff02', null, 'praise', '{"code": "A"}')$$, 'P0002',
	null, 'what is no notice is told to nobody');
select throws_ok($$select notify_account('019a0000-0000-7000-8000-00000000ff02', null, 'shipped', '{"code": "A"}')$$, 'MC002',
	null, 'nor one that lacks a value');

-- The words change: who was told keeps his, who is told next reads the new ones.
select notify_account('019a0000-0000-7000-8000-00000000ff02', null, 'shipped', '{"code": "A", "number": "7"}');
insert into notice_template (notice, names, words)
values ('shipped', '{code}', '{"vi": {"title": "Mới {code}", "body": "."}, "en": {"title": "New {code}", "body": "."}}');
select notify_account('019a0000-0000-7000-8000-00000000ff02', null, 'shipped', '{"code": "B"}');
select results_eq($$select n.told ->> 'code', t.words -> 'vi' ->> 'title' from notification n join notice_template t on t.id = n.template_id
	where n.account_id = '019a0000-0000-7000-8000-00000000ff02' order by 1$$,
	$$values ('A', 'Kết quả hồ sơ {code} đang được gửi đến bạn'), ('B', 'Mới {code}')$$,
	'each reads the words of his time');

select is(note_text('received_by_with_id', '{"name": "Lê Văn Ất", "id": "001190000001"}'),
	'Người nhận: Lê Văn Ất, số định danh 001190000001', 'a note names who came');
select is(note_text('received_by_with_id', '{"name": "Lê Văn Ất"}'), null, 'a note without a value it names says nothing');

select * from finish();
rollback;
