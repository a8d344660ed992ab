-- Lists are formatted as text: whatever stands in a name, they are JSON and say it. The row that the desk's leave need not wait
-- for the disk.
\set QUIET on
begin;
\ir sample.psql
select plan(6);

\set one '''019a0000-0000-7000-8000-0000000000d2'''
create function pg_temp.hostile() returns text language sql immutable return E'A "b" \\ c/d {e} %s %1$s é\n\t\x01"}';
create function pg_temp.item(p_page text) returns json language sql as $$
	select i from json_array_elements(p_page::json -> 'items') i where i ->> 'id' = '019a0000-0000-7000-8000-0000000000d2'
$$;
update dossier set applicant = jsonb_set(applicant, '{full_name}', to_jsonb(pg_temp.hostile())),
	holder_account_id = '019a0000-0000-7000-8000-000000000031' where id = :one;
update unit set name = pg_temp.hostile();
update party set name = pg_temp.hostile();
update procedure_version set title = pg_temp.hostile(), title_en = pg_temp.hostile();

select pg_temp.call_as('019a0000-0000-7000-8000-00000000000a', 'citizen', '{}') \g /dev/null
select is((select array[i ->> 'applicant_name', i #>> '{procedure,title}', i #>> '{procedure,title_en}', i #>> '{unit,name}']
	from pg_temp.item(dossier_list(null, 100, null)) i), array_fill(pg_temp.hostile(), array[4]), 'the list of one''s own');
select code from dossier where id = :one \gset
select pg_temp.call_as('019a0000-0000-7000-8000-000000000031', 'officer', '{H99.31}') \g /dev/null
set local session authorization motcua_staff;
select * from inbox_list(null, null, null, null, null, 100, null) \gset queue_
select * from inbox_search(:'code', null, null, null, null, 100, null) \gset found_
select current_setting('synchronous_commit') as before \gset
select reading_list('listInbox', repeat('a', 64), :'queue_shown') \g /dev/null
select current_setting('synchronous_commit') as after \gset
reset session authorization;
select is(array[:'before', :'after'], '{on,off}', 'its row alone does not wait');
select is((select shown from reading where operation = 'listInbox'), :'queue_shown'::uuid[], 'and says whom the list showed');
create temporary table page as values (:'queue_body', :'queue_shown'::uuid[]), (:'found_body', :'found_shown');
select is(array[i ->> 'applicant_name', i ->> 'holder_name', i #>> '{procedure,title}', i #>> '{unit,name}'],
	array_fill(pg_temp.hostile(), array[4]), 'the desk''s ' || name)
from (values ('queue', :'queue_body'), ('search', :'found_body')) l(name, body), pg_temp.item(body) i;
select is_empty($$select from page p(body, shown) where shown is distinct from array(select (i ->> 'id')::uuid
	from json_array_elements(body::json -> 'items') with ordinality x(i, n) order by n)$$, 'a list names whom it shows');
select * from finish();
rollback;
