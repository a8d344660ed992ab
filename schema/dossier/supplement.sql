-- What a supplement lets its applicant write: what was asked for, and nothing else.
-- needs: core/caller

-- The questions of the dossier's form.
create or replace function form_questions(p_version uuid, out name text, out follows text) returns setof record
language sql stable
begin atomic
	select q.value ->> 'name', q.value -> 'show_if' ->> 'field'
	from procedure_version v cross join jsonb_array_elements(v.form_ui -> 'pages') page
	cross join jsonb_array_elements(page.value -> 'fields') q
	where v.id = p_version;
end;

-- The answers that may be written: those asked for, and those that are asked only because of such an answer.
create or replace function supplement_fields(d dossier) returns text[] language sql stable
begin atomic
	with recursive asked as (
		select f.value as name from jsonb_array_elements_text(d.supplement -> 'fields') f
		union
		select q.name from form_questions(d.procedure_version_id) q join asked a on q.follows = a.name
	)
	select coalesce(array_agg(name), '{}') from asked;
end;

-- What is asked for exists, and it is something.
create or replace function supplement_check_asked(d dossier, p_components jsonb, p_fields jsonb) returns void
language plpgsql as $$
begin
	if jsonb_array_length(p_components) + jsonb_array_length(p_fields) = 0 then
		perform problem('supplement-empty');
	end if;
	if exists (select from jsonb_array_elements_text(p_components) asked
			where not exists (select from procedure_component c where c.version_id = d.procedure_version_id
				and c.case_code = d.case_code and c.code = asked.value)) then
		perform problem('component-unknown');
	end if;
	if exists (select from jsonb_array_elements_text(p_fields) asked
			where not asked.value in (select q.name from form_questions(d.procedure_version_id) q)) then
		perform problem('field-unknown');
	end if;
end $$;

-- Refuses answers that nobody asked about, unless they say what was said before.
create or replace function supplement_check_answers(d dossier, p_before jsonb, p_now jsonb) returns void
language plpgsql as $$
declare
	name text;
begin
	select k into name from jsonb_object_keys(p_before || p_now) k
	where p_before -> k is distinct from p_now -> k and not k = any (supplement_fields(d)) limit 1;
	if found then
		perform problem('not-asked', name);
	end if;
end $$;

create or replace function supplement_check_paper(d dossier, p_component text) returns void language plpgsql as $$
begin
	if not d.supplement -> 'components' ? p_component then
		perform problem('not-asked', p_component);
	end if;
end $$;

-- The papers of a content, each with the bytes of its files.
create or replace function submission_papers(p_content jsonb, out paper text, out bytes text) returns setof record
language sql immutable
begin atomic
	select f.value ->> 'component_code', string_agg(f.value ->> 'sha256', ' ' order by f.value ->> 'sha256')
	from jsonb_array_elements(p_content -> 'files') f group by 1;
end;

-- What is supplied is something, and nothing but what was asked for.
create or replace function supplement_check(d dossier, p_before jsonb, p_now jsonb) returns void language plpgsql as $$
declare
	papers text[] := array(select coalesce(n.paper, b.paper) from submission_papers(p_now) n
		full join submission_papers(p_before) b on b.paper = n.paper where n.bytes is distinct from b.bytes);
	paper text;
begin
	if cardinality(papers) = 0 and p_before -> 'answers' = p_now -> 'answers' then
		perform problem('nothing-supplied');
	end if;
	perform supplement_check_answers(d, p_before -> 'answers', p_now -> 'answers');
	foreach paper in array papers loop
		perform supplement_check_paper(d, paper);
	end loop;
end $$;
