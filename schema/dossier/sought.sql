-- What the desk's search looks for: names in folded words, and codes.
-- needs: core/append_only core/fold

-- A name as it is searched for, in its keys: "k broi/kbroi".
create or replace function sought_name(p_name text) returns text language sql immutable parallel safe
return coalesce(fold(p_name), '') || case when p_name ~ '[''’ʼ‘`´]' then '/' || fold_joined(p_name) else '' end;

-- A code as it is searched for, with dots for all signs and one before: ".H99.31.261123.0001".
create or replace function sought_code(p_code text) returns text language sql immutable parallel safe
return '.' || translate(p_code, '-', '.');

-- What was typed, as patterns: a part of a name; the beginning and the end of a code, if there is a digit in it. Folded words
-- and codes hold no sign that "like" reads in its own way. Words that fold to nothing fit nothing.
create or replace function sought_patterns(p_query text, out name text, out codes text[]) language plpgsql immutable as $$
declare
	part text;
begin
	name := '%' || nullif(fold(p_query), '') || '%';
	if p_query ~ '[0-9]' then
		part := btrim(regexp_replace(upper(p_query), '[^A-Z0-9]+', '.', 'g'), '.');
		codes := array['.' || part || '%', '%.' || part];
	end if;
end $$;

-- Whether a dossier fits such patterns.
create or replace function sought_fits(p_sought_name text, p_code text, p_name text, p_codes text[]) returns boolean
language sql immutable parallel safe
return p_sought_name like p_name or p_codes is not null and sought_code(p_code) like any (p_codes);

-- The dossiers of the whole database that fit, if they are at most ten thousand; null if they are more, or may be. Every name
-- stands about once in sought_name, so what nobody is called is known at once, however many dossiers there are. Planned for the
-- words at hand: only then the beginning of a pattern is a range of an index.
create or replace function sought_few(p_name text, p_codes text[]) returns uuid[]
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
	few constant integer := 10000;
	names text[];
	found uuid[];
begin
	names := array(select n.name from sought_name n where n.name like p_name limit few + 1);
	if cardinality(names) > few then
		return null;
	end if;
	found := array(select d.id from unnest(names) n(name) cross join lateral (
		select x.id from dossier x where x.sought_name = n.name limit few + 1) d limit few + 1);
	if p_codes is not null and cardinality(found) <= few then
		found := found
			|| array(select k.dossier_id from dossier_code k where sought_code(k.code) like p_codes[1] limit few + 1)
			|| array(select k.dossier_id from dossier_code k where reverse(sought_code(k.code)) like reverse(p_codes[2])
				limit few + 1);
	end if;
	return case when cardinality(found) <= few then found end;
end $$;

create or replace trigger append_only before update or delete on sought_name for each row execute function append_only();

-- Keeps a filed dossier's name to be searched for.
create or replace function dossier_keep_name() returns trigger language plpgsql as $$
begin
	if new.code is not null then
		new.sought_name := sought_name(new.applicant ->> 'full_name');
		insert into sought_name (name)
		select new.sought_name where not exists (select from sought_name n where n.name = new.sought_name);
	end if;
	return new;
end $$;
create or replace trigger dossier_name before update of code, applicant on dossier
	for each row execute function dossier_keep_name();
