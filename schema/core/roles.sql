-- Who may touch what. Deny by default: the program's roles get nothing but what each function and each noun's access.sql
-- grants. Writes go through functions of the owner, which ask themselves who calls; rows are read under row-level
-- security, which without a context (who calls) gives nothing. This runs before all others and takes every right back.

revoke all on all tables in schema public from public, motcua_api, motcua_worker, motcua_readonly;
revoke all on all sequences in schema public from public, motcua_api, motcua_worker, motcua_readonly;
revoke all on all functions in schema public from motcua_api, motcua_worker, motcua_readonly;
revoke create on schema public from public;
grant usage on schema public to motcua_api, motcua_worker, motcua_readonly;
