-- Every pair of states: a step of the table is taken, any other refused, whoever writes; here the owner, with plain UPDATEs.
begin;
\ir fixture.psql
select no_plan();

-- Puts a dossier into a state by the shortest way of allowed steps, then tries the next one; the SQLSTATE or 'taken'.
create or replace function pg_temp.step(p_to text) returns void language plpgsql as $$
begin
	update dossier set state = p_to,
		received_at = case when p_to in ('received', 'processing', 'finished') then coalesce(received_at, now()) else received_at end,
		finished_at = case when p_to = 'finished' then coalesce(finished_at, now()) else finished_at end,
		returned_at = case when p_to = 'returned' then now() else returned_at end,
		supplement = case when p_to = 'supplement_requested' then '{"reason":"thử","limit_at":"2030-01-01T00:00:00Z"}'::jsonb end,
		reason = case when p_to in ('rejected', 'stopped') then 'thử' else reason end,
		fee_state = 'none'
	where id = pg_temp.person(11);
end $$;

create or replace function pg_temp.tried(p_way text[], p_to text) returns text language plpgsql as $$
declare
	place text;
	answer text := 'taken';
begin
	begin
		foreach place in array p_way loop
			perform pg_temp.step(place);
		end loop;
		begin
			perform pg_temp.step(p_to);
		exception when others then
			answer := 'refused';
		end;
		raise exception using errcode = 'ZZ000', message = answer;
	exception when sqlstate 'ZZ000' then
		return sqlerrm;
	end;
end $$;

select pg_temp.become(0) \g /dev/null
create temp table way (state text, way text[], resumes text);
insert into way values
	('registered', '{}', null), ('received', '{received}', null), ('processing', '{received,processing}', null),
	('supplement_requested', '{received,supplement_requested}', 'received'),
	('payment_requested', '{received,processing,payment_requested}', 'processing'),
	('finished', '{received,finished}', null), ('rejected', '{rejected}', null), ('withdrawn', '{withdrawn}', null),
	('stopped', '{received,stopped}', null), ('returned', '{received,finished,returned}', null);

select is(pg_temp.tried(w.way, s.state),
	case when t.from_state is not null and (not t.resumes or s.state = w.resumes) then 'taken' else 'refused' end,
	w.state || ' -> ' || s.state)
from way w cross join dossier_state s
left join dossier_transition t on t.from_state = w.state and t.to_state = s.state
where w.state <> s.state;

select is((select count(*)::integer from way w left join dossier_transition t on t.from_state = w.state
	where t.from_state is null), (select count(*)::integer from dossier_state where terminal), 'terminal states have no way out');

-- The applicant takes none of the staff's steps, even if the program let him.
select pg_temp.become(1) \g /dev/null
select is(pg_temp.tried('{}', t.to_state), 'refused', 'the applicant: registered -> ' || t.to_state)
from dossier_transition t where t.from_state = 'registered' and not t.by_applicant;

-- A dossier begins as a draft, and its constraints hold.
select pg_temp.become(0) \g /dev/null
select throws_ok(format('insert into dossier select (jsonb_populate_record(d, jsonb_build_object(''id'', %L, ''code'', null))).* from dossier d where id = %L',
	pg_temp.person(21), pg_temp.person(11)), 'MC001', null, 'nothing begins as registered');
select throws_ok(format('update dossier set code = ''T99.01-261123-9999'' where id = %L', pg_temp.person(11)), 'MC001', null, 'a code stays');
select throws_ok(format('update dossier set applicant_id = %L where id = %L', pg_temp.person(2), pg_temp.person(11)), 'MC001', null, 'an applicant stays');
select throws_ok(format('update dossier set holder_unit_code = null where id = %L', pg_temp.person(11)), '23514', null, 'somebody holds a filed dossier');
select throws_ok(format('update dossier set returned_at = now() where id = %L', pg_temp.person(11)), '23514', null, 'what is not returned has no time of return');
select is(pg_temp.tried('{received,finished}', 'returned'), 'taken', 'without a fee the result is handed over');
select throws_ok(format($$ do $do$ begin
	update dossier set state = 'received', received_at = now() where id = %1$L;
	update dossier set state = 'finished', finished_at = now() where id = %1$L;
	update dossier set state = 'returned', returned_at = now() where id = %1$L; end $do$ $$, pg_temp.person(11)),
	'23514', null, 'with a fee due it is not');

-- Versions rise by one at each change.
select is((select version from dossier where id = pg_temp.person(11)), 2::bigint, 'filed: the second version');
update dossier set reason = reason where id = pg_temp.person(11);
select is((select version from dossier where id = pg_temp.person(11)), 3::bigint, 'every change makes a new version');

select * from finish();
rollback;
