-- As autovacuum leaves it.
\set ON_ERROR_STOP on
vacuum analyze;
