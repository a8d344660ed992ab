-- Six thousand procedures, each like one of the sample and with words of its own, as the superuser.
\set ON_ERROR_STOP on
\set QUIET on
set session_replication_role = replica;
create temporary table twin as
select p.code, p.sector_code, n, '9.' || lpad((row_number() over (order by n, p.code))::text, 6, '0') as twin_code
from procedure p, generate_series(1, 6000 / (select count(*)::integer from procedure)) n;
insert into procedure (code, sector_code) select twin_code, sector_code from twin;
insert into procedure_phrase (procedure_code, phrase, weight)
select t.twin_code, ph.phrase || case when n % 3 = 0 then '' else ' ' || substr(md5(ph.phrase || n), 1, 5) end, ph.weight
from twin t join procedure_phrase ph on ph.procedure_code = t.code;
insert into procedure_version
select (jsonb_populate_record(v, jsonb_build_object('id', uuid_v7(), 'procedure_code', t.twin_code,
	'title', v.title || ' ' || t.n))).*
from twin t join procedure_version v on v.procedure_code = t.code and v.valid_until is null;
vacuum analyze procedure, procedure_phrase, procedure_version;
