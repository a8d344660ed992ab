-- What a unit had to do with is handed on in parts, the newest dossiers first: down to which one that is done.
alter table unit add column succeeded_to uuid;
