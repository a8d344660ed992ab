-- Accounts with the password of one that was made through the API: psql -v accounts=COUNT -v password_of=PHONE, as the
-- superuser (triggers are off while it runs).
-- Account number a has the id 01900000-0000-7000-8000-(100000000000 + a), its party 018f0000-... and the phone number 09(10000000 + a).
\set ON_ERROR_STOP on
set session_replication_role = replica;
create temporary table person as
select ('01900000-0000-7000-8000-' || (100000000000 + a))::uuid as id,
	('018f0000-0000-7000-8000-' || (100000000000 + a))::uuid as party_id,
	(array['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'])[a % 8 + 1] || ' '
		|| (array['Thị', 'Văn', 'Ngọc', 'Minh', 'Thu'])[a % 5 + 1] || ' '
		|| (array['', '', '', 'Bảo ', 'Gia ', 'Hải ', 'Khánh ', 'Kim ', 'Phương ', 'Quang ', 'Thanh ', 'Tuấn ', 'Xuân '])[a % 13 + 1]
		|| (array['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hà', 'Lan', 'Mai', 'Nam', 'Oanh', 'Phúc', 'Quỳnh', 'Sơn', 'Tâm', 'Uyên',
			'Vinh', 'Yến'])[a % 17 + 1] as name,
	'09' || (10000000 + a) as phone, 'nguoi' || a || '@motcua.example' as email, lpad((1000000 + a)::text, 12, '0') as personal_id,
	p.hash
from account o join password p on p.account_id = o.id, generate_series(1, :accounts) a
where o.phone = :'password_of';
insert into party (id, name) select party_id, name from person;
insert into party_identifier (party_id, kind, value, source, level, seen_by)
select party_id, i.kind, i.value, 'account', 'claimed', id
from person, lateral (values ('phone', phone), ('email', email), ('personal_id', personal_id)) i(kind, value);
insert into account (id, party_id, phone, email) select id, party_id, phone, email from person;
insert into password (account_id, hash) select id, hash from person;
insert into acting (account_id, party_id, capacity) select id, party_id, 'self' from person;
-- They file as fast as they are answered, and more than anybody may in a day.
insert into quota (account_id, quota, most, why)
select id, quota, 1000000000, 'bench' from person, unnest('{open_drafts,filings_a_day}'::text[]) quota;
-- Each unit that takes dossiers has an officer: nothing can be filed where nobody works. They are the last accounts.
insert into post (id, account_id, unit_code, role, valid_from)
select uuid_v7(), ('01900000-0000-7000-8000-' || (100000000001 + :accounts - row_number() over (order by unit_code)))::uuid,
	unit_code, 'officer', local_day(now()) - 1
from (select distinct unit_code from competence) taking;
analyze party, party_identifier, account, password, acting, quota, post;
