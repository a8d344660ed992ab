-- How often a message was tried until its carrier took it; null: it went before that was written down.
alter table message add column attempts smallint;
