-- Accounts with the password of one that was made through the API: psql -v accounts=COUNT -v password_of=PHONE.
-- Account number a has the id 01900000-0000-7000-8000-(100000000000 + a) and the phone number 09(10000000 + a).
\set ON_ERROR_STOP on
insert into account (id, full_name, phone, email, personal_id, password_hash)
select ('01900000-0000-7000-8000-' || (100000000000 + a))::uuid,
	(array['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'])[a % 8 + 1] || ' '
		|| (array['Thị', 'Văn', 'Ngọc', 'Minh', 'Thu'])[a % 5 + 1] || ' '
		|| (array['An', 'Bình', 'Chi', 'Dũng', 'Giang', 'Hà', 'Lan', 'Mai', 'Nam', 'Oanh', 'Phúc'])[a % 11 + 1],
	'09' || (10000000 + a), 'nguoi' || a || '@motcua.example', lpad((1000000 + a)::text, 12, '0'), p.password_hash
from account p, generate_series(1, :accounts) a
where p.phone = :'password_of';
analyze account;
