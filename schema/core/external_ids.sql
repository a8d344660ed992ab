-- What others call our things, see the table external_id.
-- needs: core/append_only

create or replace trigger append_only before update or delete on external_id for each row execute function append_only();
create or replace trigger never_emptied before truncate on external_id for each statement execute function append_only();

-- Whether there is such a thing.
create or replace function external_known(p_kind text, p_id text) returns boolean language plpgsql stable as $$
begin
	return case p_kind
		when 'dossier' then exists (select from dossier d where d.id = p_id::uuid)
		when 'file' then exists (select from dossier_file f where f.id = p_id::uuid)
		when 'unit' then exists (select from unit u where u.code = p_id)
		when 'procedure' then exists (select from procedure p where p.code = p_id)
		else false end;
end $$;

-- A source says what it calls a thing. False if it said so before; refused if it has called another thing so.
create or replace function external_id_add(p_kind text, p_id text, p_source text, p_value text) returns boolean
language plpgsql as $$
declare
	before external_id;
begin
	if not external_known(p_kind, p_id) then
		raise foreign_key_violation using message = 'external_id violates that there is such a ' || p_kind;
	end if;
	insert into external_id (kind, id, source, value) values (p_kind, p_id, p_source, p_value) on conflict do nothing;
	if found then
		return true;
	end if;
	select * into before from external_id e where e.source = p_source and e.kind = p_kind and e.value = p_value;
	if before.id <> p_id then
		raise unique_violation using message = 'external_id: ' || p_source || ' calls another ' || p_kind || ' so';
	end if;
	return false;
end $$;

-- What a source means by a value; null: nothing known.
create or replace function external_id_find(p_kind text, p_source text, p_value text) returns text
language sql stable
return (select e.id from external_id e where e.source = p_source and e.kind = p_kind and e.value = p_value);
