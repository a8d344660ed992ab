-- The states of a dossier: exactly the steps of the table, whoever writes; what each state asks for; what never changes.
\set QUIET on
begin;
\ir sample.psql
select plan(45);

-- The ways to every state, with the state that a supplement or a payment leads back to.
create temp table way (state text, resume text, steps text[]);
insert into way values
	('draft', null, '{}'), ('registered', null, '{registered}'), ('received', null, '{registered,received}'),
	('rejected', null, '{registered,rejected}'), ('processing', null, '{registered,received,processing}'),
	('supplement_requested', 'registered', '{registered,supplement_requested}'),
	('supplement_requested', 'received', '{registered,received,supplement_requested}'),
	('supplement_requested', 'processing', '{registered,received,processing,supplement_requested}'),
	('payment_requested', 'registered', '{registered,payment_requested}'),
	('payment_requested', 'received', '{registered,received,payment_requested}'),
	('payment_requested', 'processing', '{registered,received,processing,payment_requested}'),
	('payment_requested', 'finished', '{registered,received,finished,payment_requested}'),
	('withdrawn', null, '{registered,withdrawn}'), ('stopped', null, '{registered,received,stopped}'),
	('finished', null, '{registered,received,finished}'), ('returned', null, '{registered,received,finished,returned}');

-- Whether a step is taken from where a way leads; everything is undone again.
create function pg_temp.allowed(p_steps text[], p_to text, p_role text) returns boolean language plpgsql as $$
declare
	the_id uuid := uuid_v7();
	s text;
begin
	begin
		perform pg_temp.draft(the_id, '019a0000-0000-7000-8000-00000000000a', 'H99.31');
		foreach s in array p_steps loop
			perform pg_temp.step(the_id, s);
		end loop;
		execute format('set local session authorization %I', p_role);
		perform pg_temp.step(the_id, p_to);
		raise exception using errcode = 'ZZ001';
	exception
		when sqlstate 'ZZ001' then return true;
		when sqlstate 'MC001' or check_violation or foreign_key_violation then return false;
	end;
end $$;
grant usage on schema public to motcua_owner;

prepare taken as
select w.state, w.resume, s.state, pg_temp.allowed(w.steps, s.state, 'postgres') from way w, dossier_state s
where s.state <> w.state order by 1, 2, 3;
prepare told as
select w.state, w.resume, s.state, exists (select from dossier_transition t where t.from_state = w.state
	and t.to_state = s.state and (not t.resumes or t.to_state = w.resume)) from way w, dossier_state s
where s.state <> w.state order by 1, 2, 3;
select results_eq('taken', 'told', '16 ways x 10 states: a step is taken exactly if the table has it, even by the superuser');
select is((select count(*) from way w, dossier_state s where s.state <> w.state and pg_temp.allowed(w.steps, s.state, 'motcua_owner')),
	(select count(*) from way w, dossier_state s where s.state <> w.state and exists (select from dossier_transition t
		where t.from_state = w.state and t.to_state = s.state and (not t.resumes or t.to_state = w.resume))),
	'by the owner too');
select results_eq('select state, national_code from dossier_state where national_code is not null order by 2',
	$$values ('registered', 1::smallint), ('received', 2::smallint), ('rejected', 3::smallint), ('processing', 4::smallint),
		('supplement_requested', 5::smallint), ('payment_requested', 6::smallint), ('withdrawn', 7::smallint),
		('stopped', 8::smallint), ('finished', 9::smallint), ('returned', 10::smallint)$$, 'the ten national states');
select is_empty($$select t.from_state from dossier_transition t join dossier_state s on s.state = t.from_state where s.terminal$$,
	'nothing leads out of an end');

-- A dossier begins as a draft.
create function pg_temp.insert_as(p_state text) returns text language plpgsql as $$
begin
	insert into dossier (id, state, code, submitted_at, holder_unit_code, step_due_at, received_at, finished_at, returned_at,
		ground, supplement, resume_state, previous_state, procedure_version_id, case_code, unit_code, intake_unit_code,
		applicant, answers, return_channel)
	values (uuid_v7(), p_state, 'H99.31-261123-9999', now(), 'H99.31', now(), now(), now(),
		case when p_state = 'returned' then now() end, '{}', case when p_state = 'supplement_requested' then '{}'::jsonb end,
		case when p_state in ('supplement_requested', 'payment_requested') then 'received' end,
		(select min(from_state) from dossier_transition where to_state = p_state), '019a0000-0000-7000-8000-0000000000f1',
		'default', 'H99.31', 'H99.31', '{}', '{}', 'counter');
	return 'inserted';
exception when sqlstate 'MC001' then
	return 'refused';
end $$;
select is(pg_temp.insert_as(state), 'refused', 'no dossier begins as ' || state) from dossier_state where state <> 'draft'
order by national_code;

-- What each state asks for.
create temp table wrong (what text, change text);
insert into wrong values
	('a code for a draft', 'code = ''H99.31-261123-0001'' where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a holder for a draft', 'holder_unit_code = ''H99.31'' where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a result that was never received', 'received_at = null where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('a result without its time', 'finished_at = null where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('an unpaid dossier returned', 'fee_state = ''due'', state = ''returned'', returned_at = now() where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('returned without its time', 'state = ''returned'' where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('by post without an address', 'return_channel = ''post'' where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('answers that are no object', 'answers = ''[]'' where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a filed dossier that nobody holds', 'holder_unit_code = null where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('a time of return before it', 'returned_at = now() where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('an unknown unit', 'holder_unit_code = ''H99.99'' where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('waiting for a fee without end', 'state = ''payment_requested'' where id = ''019a0000-0000-7000-8000-0000000000d2'''),
	('an unknown unit of a draft', 'unit_code = ''H99.99'' where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a version that is not there', 'procedure_version_id = uuid_v7() where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a code given to another dossier', 'code = (select code from dossier where id = ''019a0000-0000-7000-8000-0000000000d3'') where id = ''019a0000-0000-7000-8000-0000000000d1'''),
	('a case of another procedure', 'case_code = ''other'' where id = ''019a0000-0000-7000-8000-0000000000d1''');
select throws_matching('update dossier set ' || change || '; set constraints all immediate', 'violates|check|key', what || ' cannot be stored')
from wrong;

-- What dossiers name is looked up, not locked: so it is never deleted.
select throws_ok(format('delete from %I', name), 'MC002', null, name || ' stays')
from unnest('{unit,procedure_case}'::text[]) name;

-- What never changes.
select throws_ok($$update dossier set code = 'H99.31-261123-7777' where id = '019a0000-0000-7000-8000-0000000000d2'$$, 'MC001');
select throws_ok($$update dossier set channel = 'counter' where id = '019a0000-0000-7000-8000-0000000000d2'$$, 'MC001');
select throws_ok($$update dossier_party set party_id = '019a0000-0000-7000-8000-00000000010b'
	where dossier_id = '019a0000-0000-7000-8000-0000000000d2' and role = 'applicant'$$, 'MC002');
select throws_ok($$delete from dossier_party where dossier_id = '019a0000-0000-7000-8000-0000000000d2'$$, 'MC002');
select throws_ok($$update dossier set submitted_at = now() + interval '1 hour' where id = '019a0000-0000-7000-8000-0000000000d2'$$,
	'MC001');
select throws_ok($$delete from dossier where id = '019a0000-0000-7000-8000-0000000000d2'$$, 'MC002', null,
	'what was filed cannot be deleted');
select pg_temp.call_as('019a0000-0000-7000-8000-00000000000a', 'citizen', '{}') \g /dev/null
select throws_ok($$update dossier set state = 'processing' where id = '019a0000-0000-7000-8000-0000000000d2'$$, 'MC001', 'forbidden',
	'the applicant does not take the steps of the staff, not even past the functions');
select pg_temp.call_as(null, null, null) \g /dev/null

-- Forged memory: where a dossier came from and goes back to is the trigger's to say.
select pg_temp.draft('019a0000-0000-7000-8000-0000000000d9', '019a0000-0000-7000-8000-00000000000a', 'H99.31') \g /dev/null
select pg_temp.step('019a0000-0000-7000-8000-0000000000d9', 'registered') \g /dev/null
update dossier set previous_state = 'finished', resume_state = 'finished', version = 100
where id = '019a0000-0000-7000-8000-0000000000d9';
select results_eq($$select previous_state, resume_state, version from dossier where id = '019a0000-0000-7000-8000-0000000000d9'$$,
	$$values ('draft', null::text, 3::bigint)$$, 'history and version cannot be written by hand');
-- What was typed and is no answer is there while somebody fills in, and goes with every step, whoever takes it.
create function pg_temp.typed_after(p_steps text[]) returns jsonb language plpgsql as $$
declare
	the_id uuid := uuid_v7();
	s text;
begin
	perform pg_temp.draft(the_id, '019a0000-0000-7000-8000-00000000000a', 'H99.31');
	foreach s in array p_steps loop
		update dossier d set typed = '{"/answers/copies": "hai"}' where d.id = the_id and d.state in ('draft', 'supplement_requested');
		perform pg_temp.step(the_id, s);
	end loop;
	return (select d.typed from dossier d where d.id = the_id);
end $$;
select is(pg_temp.typed_after('{registered}'), '{}', 'what was typed goes when a draft is filed');
select is(pg_temp.typed_after('{registered,supplement_requested}'), '{}', 'a supplement begins with nothing typed');
select is(pg_temp.typed_after('{registered,supplement_requested,registered}'), '{}', 'and leaves nothing');
select is(pg_temp.typed_after('{registered,supplement_requested,withdrawn}'), '{}', 'however it ends');
select throws_ok($$update dossier set typed = '{"/answers/copies": "hai"}' where id = '019a0000-0000-7000-8000-0000000000d2'$$,
	'23514', null, 'nothing is typed into what is filed');

select * from finish();
rollback;
