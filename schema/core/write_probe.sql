-- Whether rows can be written for good, which a database that is full or only a copy does not tell before it is tried. The
-- table is emptied first, so that its row always needs a page of its own, as every growing table does.
create or replace function write_probe() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
	truncate write_probe;
	insert into write_probe default values;
end $$;
grant execute on function write_probe to motcua_system;
