-- Who has to do with a dossier, as rows: see the table dossier_party.
-- needs: core/append_only dossier/sought dossier/time dossier/visible vocabulary/rules vocabulary/states

create or replace trigger ended_once before update on dossier_party for each row execute function ended_once();
create or replace trigger never_emptied before truncate on dossier_party for each statement execute function append_only();

-- With a draft its rows go too; those of a filed dossier stay.
create or replace function relation_stays() returns trigger language plpgsql as $$
begin
	if exists (select from dossier d where d.id = old.dossier_id and d.state <> 'draft') then
		raise exception using errcode = 'MC002', message = 'delete of dossier_party is refused';
	end if;
	return old;
end $$;
create or replace trigger relation_stays before delete on dossier_party for each row execute function relation_stays();

-- A unit gets to do with a dossier, and its staff see it from then on.
create or replace function dossier_involve(p_id uuid, p_unit text) returns void language plpgsql as $$
begin
	insert into dossier_party (dossier_id, role, unit_code)
	select p_id, 'involved', p_unit where not unit_involved(p_id, p_unit);
	if found then
		perform unit_looks_for(p_unit, array[p_id]);
	end if;
end $$;

-- When a dossier ends, the units that once held it read it for a while yet, as the rule of that day says. The one that holds it,
-- the one that took it in and the one that was to decide keep the record, and go on reading it.
create or replace function relations_end() returns trigger language plpgsql as $$
declare
	law text;
begin
	if state_ended(new.state) and new.state <> old.state then
		law := dossier_law(new);
		update dossier_party r set until_at = now()
			+ make_interval(days => (rule_at('reading_after_end', law, new.channel, now()) ->> 'amount')::integer)
		where r.dossier_id = new.id and r.role = 'involved' and r.until_at is null
			and r.unit_code not in (new.holder_unit_code, new.intake_unit_code, new.unit_code);
	end if;
	return null;
end $$;
create or replace trigger relations_end after update of state on dossier
	for each row when (old.code is not null) execute function relations_end();
