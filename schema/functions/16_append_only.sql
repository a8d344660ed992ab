-- What is written once is not emptied either: TRUNCATE asks no trigger of a row, and row-level security neither.
-- The triggers that refuse UPDATE and DELETE, and append_only() itself, stand with the rules of dossiers.
create or replace trigger never_emptied before truncate on custody for each statement execute function append_only();
create or replace trigger never_emptied before truncate on dossier_event for each statement execute function append_only();
create or replace trigger never_emptied before truncate on receipt for each statement execute function append_only();
create or replace trigger never_emptied before truncate on ledger_entry for each statement execute function append_only();
create or replace trigger never_emptied before truncate on ledger_line for each statement execute function append_only();
