-- As the worker and autovacuum leave it.
\set ON_ERROR_STOP on
delete from dossier_document k using dossier d
where d.id = k.dossier_id and k.dossier_id < uuid_floor(now() - interval '1 year') and state_ended(d.state);
vacuum analyze;
