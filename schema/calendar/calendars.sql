-- The working calendar.

create or replace function import_calendar(p jsonb) returns void language sql as $$
	insert into calendar (name, document) values ('general', p)
	on conflict (name) do update set document = excluded.document, imported_at = now()
$$;
