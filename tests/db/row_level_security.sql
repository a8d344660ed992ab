-- Which rows each role and caller sees: the whole matrix of table x caller. Without a context nobody sees anything.
\set QUIET on
begin;
\ir sample.psql
select plan(8);

-- How many rows of a table somebody sees, or 'denied'.
create function pg_temp.seen(p_role text, p_account text, p_caller_role text, p_units text, p_table text) returns text
language plpgsql as $$
declare
	result text;
begin
	perform pg_temp.call_as(p_account, p_caller_role, p_units);
	execute format('set local session authorization %I', p_role);
	begin
		execute format('select count(*)::text from %I', p_table) into result;
	exception when insufficient_privilege then
		result := 'denied';
	end;
	reset session authorization;
	perform pg_temp.call_as(null, null, null);
	return result;
end $$;

create temp table caller (name text primary key, role text, account text, caller_role text, units text);
insert into caller values
	('none', 'motcua_public', null, null, null),
	('a', 'motcua_citizen', '019a0000-0000-7000-8000-00000000000a', 'citizen', '{}'),
	('b', 'motcua_citizen', '019a0000-0000-7000-8000-00000000000b', 'citizen', '{}'),
	('officer31', 'motcua_staff', '019a0000-0000-7000-8000-000000000031', 'officer', '{H99.31}'),
	('officer32', 'motcua_staff', '019a0000-0000-7000-8000-000000000032', 'officer', '{H99.32}'),
	('leader31', 'motcua_staff', '019a0000-0000-7000-8000-000000000041', 'leader', '{H99.31,H99.31/*}'),
	('province', 'motcua_staff', '019a0000-0000-7000-8000-000000000099', 'leader', '{H99,H99/*}'),
	('admin', 'motcua_staff', '019a0000-0000-7000-8000-0000000000ad', 'admin', '{H99}'),
	('worker', 'motcua_worker', null, null, null),
	('readonly', 'motcua_readonly', null, null, null);

create temp table expected (name text, none text, a text, b text, officer31 text, officer32 text, leader31 text, province text,
	admin text, worker text, readonly text);
insert into expected values
	--                   none      a         b         officer31 officer32 leader31  province  admin     worker    readonly
	('account',          'denied', '1',      '1',      '2',      '1',      '2',      '4',      '1',      '7',      'denied'),
	('party',            'denied', '1',      '1',      '1',      '1',      '1',      '1',      '1',      '7',      'denied'),
	('party_identifier', 'denied', '1',      '0',      '0',      '0',      '0',      '0',      '0',      'denied', 'denied'),
	('acting',           'denied', '1',      '1',      '1',      '1',      '1',      '1',      '1',      'denied', 'denied'),
	('post',             'denied', '0',      '0',      '2',      '1',      '2',      '5',      '1',      '0',      'denied'),
	('session',          'denied', '1',      '1',      '0',      '0',      '0',      '0',      '0',      '0',      'denied'),
	('refresh_token',    'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('budget',           'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('password',         'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('quota',            'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('tracking_link',    'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('known_device',     'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('contact_proof',    'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('idempotency_key',  'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('idempotency_reply','denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('dossier',          'denied', '2',      '1',      '1',      '1',      '1',      '2',      '0',      '3',      'denied'),
	('dossier_party',    'denied', '2',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('external_id',      'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('filing',           'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('device_key',       'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('device_seen',      'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('dossier_document', 'denied', '1',      '1',      '0',      '0',      '0',      '0',      '0',      'denied', 'denied'),
	('dossier_event',    'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('custody',          'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('submission',       'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      'denied', 'denied'),
	('promise',          'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      'denied', 'denied'),
	('supplement_round', 'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      'denied', 'denied'),
	('time_entry',       'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      'denied', 'denied'),
	('outage',           'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('outage_entry',     'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('receipt',          'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('dossier_file',     'denied', '2',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('charge',           'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('payment',          'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('shipment',         'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('shipment_event',   'denied', '1',      '1',      '1',      '1',      '1',      '2',      '0',      '0',      'denied'),
	('upload',           'denied', '1',      '1',      '0',      '0',      '0',      '0',      '0',      '1',      'denied'),
	('notification',     'denied', '1',      '1',      '0',      '0',      '0',      '0',      '0',      '2',      'denied'),
	('bank_notice',      'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('ledger_entry',     'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('ledger_line',      'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('ledger_account',   'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('reading',          'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('blob_loose',       'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('check_pass',       'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('check_loss',       'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('outbox',           'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', '2',      'denied'),
	('message',          'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', '0',      'denied'),
	('sought_name',      'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('sought_number',    'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('unit_dossier',     'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('dossier_code',     'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('code_lease',       'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('import',           'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'denied'),
	('procedure',        '1',      '1',      '1',      '1',      '1',      '1',      '1',      '1',      '1',      '1'),
	('unit',             '4',      '4',      '4',      '4',      '4',      '4',      '4',      '4',      '4',      '4');

select results_eq(
	$$select e.name, c.name, pg_temp.seen(c.role, c.account, c.caller_role, c.units, e.name) from expected e, caller c
		order by e.name, c.name$$,
	$$select e.name, c.name, to_jsonb(e) ->> c.name from expected e, caller c order by e.name, c.name$$,
	'each caller sees exactly his rows of each table');

-- A table that is added is added here too, or is one of public reference data.
select set_eq(
	$$select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition$$,
	$$select name from expected union select unnest('{calendar,custody_head,dossier_state,dossier_transition,former_place,place,blob,
		procedure_case,procedure_channel,procedure_component,procedure_fee,procedure_phrase,procedure_version,sector,
		closure,competence,exemption,notice_template,partner,
		schema_migration,schema_release,write_probe,heartbeat}'::text[])$$,
	'every table is in the matrix, or holds public reference data');

-- A made-up context is of no use: a unit that one names oneself without being staff, staff without units.
select is(pg_temp.seen('motcua_staff', null, 'citizen', '{H99,H99/*}', 'dossier'), '0', 'units without a staff role show nothing');
select is(pg_temp.seen('motcua_staff', null, 'officer', null, 'dossier'), '0', 'a staff role without units shows nothing');
select is(pg_temp.seen('motcua_staff', '019a0000-0000-7000-8000-000000000031', 'officer', '{H99}', 'dossier'), '0',
	'an officer of the unit above sees nothing of those below; leaders do');
-- Which kind of caller a connection is for is not part of the context: nobody becomes another by claiming it. Whoever's account,
-- role and units a context names, a connection for citizens shows what that account has as a citizen's, one for staff with a
-- citizen's role likewise, and those for nobody and for other systems no row of anybody's.
create temp table claim (role text, account text, caller_role text, units text, shows text);
insert into claim select pool, c.account, c.caller_role, c.units, shows
from caller c
cross join (values ('motcua_citizen', 'own'), ('motcua_public', 'nothing'), ('motcua_system', 'nothing')) p(pool, shows)
where c.account is not null and c.role <> pool;
insert into claim select 'motcua_staff', c.account, claimed, c.units, 'own'
from caller c cross join unnest('{citizen,anonymous,director}'::text[]) claimed where c.account is not null;
select is_empty(
	$$select c.*, e.name, pg_temp.seen(c.role, c.account, c.caller_role, c.units, e.name) from claim c, expected e
		where c.shows = 'nothing' and e.name not in ('procedure', 'unit')
			and pg_temp.seen(c.role, c.account, c.caller_role, c.units, e.name) not in ('0', 'denied')$$,
	'connections for nobody and for other systems show nothing of anybody, whoever they claim to be');
select is_empty(
	$$select c.*, e.name from claim c, expected e
		where c.shows = 'own' and pg_temp.seen(c.role, c.account, c.caller_role, c.units, e.name)
			is distinct from pg_temp.seen('motcua_citizen', c.account, 'citizen', '{}', e.name)$$,
	'a connection for citizens that claims to be staff, and one for staff without a role of theirs, show what is one''s own');
select is((select count(*)::integer from claim), 40, 'each kind claims to be each other');
select * from finish();
rollback;
