-- Roles, database and extensions of a fresh cluster, run by the superuser with psql -v database=NAME.
-- Everything else comes from the migrations, which run as motcua_owner. Can be run again.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;

-- A kind of caller is a role of its own, by which the API signs in for requests of that kind: public (nobody signed in),
-- citizen, staff, system (other systems, and the API itself). motcua_api is what all of them may; nobody signs in as it.
select format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls noreplication', name)
	from unnest(array['motcua_owner', 'motcua_public', 'motcua_citizen', 'motcua_staff', 'motcua_system', 'motcua_worker',
		'motcua_readonly']) as name
	where not exists (select from pg_roles where rolname = name) \gexec
-- Nor as motcua_definer, in whose name the functions run that write (schema/core/definer.sql); the tables are motcua_owner's.
select format('create role %I nologin nosuperuser nocreatedb nocreaterole nobypassrls noreplication', name)
	from unnest(array['motcua_api', 'motcua_definer']) as name
	where not exists (select from pg_roles where rolname = name) \gexec
-- What takes long stands in the log with its text, which has none of its values: theirs are statements of files. Of others it may.
select format('alter role %I set log_min_duration_statement = ''250ms''', name)
	from unnest(array['motcua_public', 'motcua_citizen', 'motcua_staff', 'motcua_system', 'motcua_worker']) as name \gexec
grant motcua_definer to motcua_owner;
-- For what an operator watches (schema/core/figures.sql): how long transactions of others are open, how far replicas are behind.
grant pg_read_all_stats to motcua_definer;
grant motcua_api to motcua_public, motcua_citizen, motcua_staff, motcua_system;

select format('create database %I owner motcua_owner encoding ''UTF8'' template template0', :'database')
	where not exists (select from pg_database where datname = :'database') \gexec

revoke all on database :"database" from public;
grant connect on database :"database" to motcua_api, motcua_worker, motcua_readonly;

\connect :"database"
set client_min_messages = warning;
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists pgcrypto;
create extension if not exists ltree;
create extension if not exists btree_gist;
