-- What the desk's search looks for: names in folded words, numbers, and codes.
-- needs: core/append_only core/fold vocabulary/states

-- A name as it is searched for, in its keys: "k broi/kbroi".
create or replace function sought_name(p_name text) returns text language sql immutable parallel safe
return coalesce(fold(p_name), '') || case when p_name ~ '[''’ʼ‘`´]' then '/' || fold_joined(p_name) else '' end;

-- What was typed, as patterns. Of a name a part, or whole words if it is so short that it is a part of everything. Of a code,
-- if it looks like one, the beginning ("H99.31"), or the last digits however they are parted. Folded words and codes hold no
-- sign that "like" reads in its own way. Words that fold to nothing fit nothing.
create or replace function sought_patterns(p_words text, out names text[], out code_begin text, out code_end text)
language plpgsql immutable as $$
declare
	folded text := nullif(fold(p_words), '');
	part text := upper(substring(p_words from '^[^[:alnum:]]*([A-Za-z]?[0-9][0-9[:space:][:punct:]]*)$'));
begin
	names := case when length(folded) > 2 then array['%' || folded || '%']
		else array[folded, folded || ' %', '% ' || folded, '% ' || folded || ' %'] end;
	if part ~ '^[A-Z]' then
		code_begin := btrim(regexp_replace(part, '[^A-Z0-9]+', '.', 'g'), '.') || '%';
	else
		code_end := reverse(regexp_replace(part, '[^0-9]+', '', 'g')) || '%';
	end if;
end $$;

-- Whether a dossier fits such patterns.
create or replace function sought_fits(p_name text, p_code text, p_names text[], p_code_begin text, p_code_end text)
returns boolean language sql immutable parallel safe
return p_name like any (p_names) or p_code_begin is not null and translate(p_code, '-', '.') like p_code_begin
	or p_code_end is not null and reverse(translate(p_code, '-.', '')) like p_code_end;

create or replace trigger append_only before update or delete on sought_name for each row execute function append_only();
create or replace trigger append_only before update or delete on sought_number for each row execute function append_only();

-- What a dossier is looked for by, of its own; its name, as it is searched for.
create or replace function sought_by(d dossier) returns text language plpgsql as $$
declare
	the_name text := sought_name(d.applicant ->> 'full_name');
begin
	if not exists (select from sought_name n where n.name = the_name) then
		insert into sought_name (name) values (the_name);
	end if;
	insert into sought_number (value, dossier_id)
	select n, d.id from unnest(array[d.applicant ->> 'phone', d.applicant ->> 'personal_id']) n
	where n is not null on conflict do nothing;
	return the_name;
end $$;

-- What the desks look for of a filed dossier, with each unit that has to do with it, is written if it is not there yet. What
-- comes online does not wait for it: the worker does this with the dossier's document, or whatever moves or ends the dossier
-- before. Until then its unit has it in its queue and finds it by its code and by the numbers of the applicant's account, but
-- not by its name, its procedure and the numbers that it alone says. d: as it was filed; the unit that took it in for another
-- has passed it on.
create or replace function dossier_begin_sought(d dossier) returns void language plpgsql as $$
declare
	the_name text;
begin
	if exists (select from unit_dossier u where u.unit_code = d.holder_unit_code and u.dossier_id = d.id) then
		return;
	end if;
	the_name := sought_by(d);
	insert into unit_dossier (unit_code, dossier_id, code, name, procedure_code, passed_at)
	select distinct r.unit_code, d.id, d.code, the_name, v.procedure_code,
		case when r.unit_code = d.intake_unit_code and r.unit_code <> d.holder_unit_code then d.held_since end
	from dossier_party r, procedure_version v
	where r.dossier_id = d.id and r.unit_code is not null and v.id = d.procedure_version_id
	on conflict (unit_code, dossier_id) do nothing;
end $$;

-- Another unit has to do with dossiers; drafts are nobody's to look for.
create or replace function unit_looks_for(p_unit text, p_ids uuid[]) returns void language plpgsql as $$
begin
	insert into unit_dossier (unit_code, dossier_id, code, name, procedure_code)
	select p_unit, d.id, d.code, sought_name(d.applicant ->> 'full_name'), v.procedure_code
	from dossier d join procedure_version v on v.id = d.procedure_version_id
	where d.id = any (p_ids) and d.code is not null
	on conflict (unit_code, dossier_id) do nothing;
end $$;

-- Keeps what is looked for as the dossier says it, and which units have passed it on.
create or replace function dossier_keep_sought() returns trigger language plpgsql as $$
declare
	units text[];
	the_name text;
begin
	if new.applicant = old.applicant and new.holder_unit_code = old.holder_unit_code
			and state_ended(old.state) = state_ended(new.state) then
		return null;
	end if;
	perform dossier_begin_sought(old);
	units := array(select r.unit_code from dossier_party r where r.dossier_id = new.id and r.unit_code is not null);
	if new.applicant <> old.applicant then
		the_name := sought_by(new);
		update unit_dossier u set name = the_name
		where u.dossier_id = new.id and u.unit_code = any (units) and u.name <> the_name;
	end if;
	if old.holder_unit_code <> new.holder_unit_code then
		update unit_dossier u set passed_at = case when u.unit_code = old.holder_unit_code then now() end
		where u.dossier_id = new.id and u.unit_code = any (array[old.holder_unit_code, new.holder_unit_code]);
	end if;
	if state_ended(old.state) <> state_ended(new.state) then
		update unit_dossier u set ended_at = case when state_ended(new.state) then new.updated_at end
		where u.dossier_id = new.id and u.passed_at is not null and u.unit_code = any (units);
	end if;
	return null;
end $$;
create or replace trigger dossier_sought after update on dossier for each row when (old.code is not null)
	execute function dossier_keep_sought();
