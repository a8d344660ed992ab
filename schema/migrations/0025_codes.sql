-- The form of a code is asked for by dossier_code_whole: PostgreSQL would read a check of it anew with each filing.
alter table dossier_code drop constraint dossier_code_code_check;
