-- The indexes that unindexed.sql took away.
\set ON_ERROR_STOP on
select made from index_later \gexec
drop table index_later;
