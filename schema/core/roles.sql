-- Who may touch what. Deny by default: the program's roles get nothing but what each function and each noun's access.sql
-- grants: to the kind of caller that needs it, or to motcua_api, which is all kinds. So a mistake in an operation for
-- citizens cannot reach what is the staff's. Writes go through functions of the owner, which ask themselves who calls; rows
-- are read under row-level security, which without a context (who calls) gives nothing. This takes every
-- right back; what the files give follows in the same transaction.

revoke all on all tables in schema public from public, motcua_api,
	motcua_public, motcua_citizen, motcua_staff, motcua_system, motcua_worker, motcua_readonly;
revoke all on all sequences in schema public from public, motcua_api,
	motcua_public, motcua_citizen, motcua_staff, motcua_system, motcua_worker, motcua_readonly;
revoke all on all functions in schema public from motcua_api,
	motcua_public, motcua_citizen, motcua_staff, motcua_system, motcua_worker, motcua_readonly;
revoke create on schema public from public;
grant usage on schema public to motcua_api, motcua_worker, motcua_readonly;
