-- What the desks look for of a dossier that comes online is written by the worker, see dossier/sought; rows of dossier_party no
-- longer bring it along.
drop trigger if exists unit_dossier on dossier_party;
drop function if exists unit_dossier_of_relation();
