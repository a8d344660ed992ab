-- Accounts: an e-mail address is one login in any case, whoever writes.
\set QUIET on
begin;
\ir sample.psql
select plan(8);

update account set email = 'An.Nguyen@example.vn' where id = '019a0000-0000-7000-8000-00000000000a';
select is((select id from sign_in_count(login, '{}', '{}', '{}')), '019a0000-0000-7000-8000-00000000000a'::uuid, login || ' is A')
from unnest('{an.nguyen@example.vn,AN.NGUYEN@EXAMPLE.VN,An.Nguyen@example.vn}'::text[]) login;
select is((select id from sign_in_count('an.nguyen@example.com', '{}', '{}', '{}')), null, 'another address is nobody');
select throws_ok($$with p as (insert into party (id, name) values (uuid_v7(), 'Người C') returning id)
	insert into account (id, party_id, email) select uuid_v7(), id, 'an.nguyen@example.vn' from p$$, '23505', null, 'no second account in another case');
select throws_ok($$update account set email = 'AN.nguyen@example.vn' where id = '019a0000-0000-7000-8000-00000000000b'$$,
	'23505', null, 'nor does one become it');
select throws_ok($$select account_create(uuid_v7(), 'Người C', '0900000199', 'an.nguyen@example.vn', null, 'x')$$, 'MC001',
	'account-exists', 'signing up says so');
select is(import_account('{"role": "citizen", "full_name": "Người C", "email": "an.nguyen@EXAMPLE.vn"}', uuid_v7(), 'x'), false,
	'an import leaves the account that is there');
select * from finish();
rollback;
