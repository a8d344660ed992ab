-- What is loaded need not outlive a crash: tables go without the write-ahead log, which costs time and the room of the data
-- again. Who reads them does the same as before. As the superuser, before anything is loaded.
\set ON_ERROR_STOP on
set client_min_messages = warning;
do $$
declare
	name regclass;
	changed boolean := true;
begin
	-- What a logged table refers to must be logged: those first to which nothing logged refers.
	while changed loop
		changed := false;
		for name in
			select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
			and not exists (select from pg_constraint k join pg_class f on f.oid = k.conrelid
				where k.confrelid = c.oid and k.conrelid <> c.oid and f.relpersistence = 'p' and f.relkind = 'r')
		loop
			execute format('alter table %s set unlogged', name);
			changed := true;
		end loop;
	end loop;
end $$;
