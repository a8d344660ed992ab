-- What a dossier says, numbered: written when it is filed and with every supplement, never changed.
-- needs: core/append_only core/caller

create or replace trigger append_only before update or delete on submission for each row execute function append_only();
create or replace trigger never_emptied before truncate on submission for each statement execute function append_only();
create or replace trigger append_only before update or delete on receipt for each row execute function append_only();
create or replace trigger never_emptied before truncate on receipt for each statement execute function append_only();

-- The hash of a submission is that of what it says, whoever writes it.
create or replace function submission_hash() returns trigger language plpgsql as $$
begin
	new.sha256 := encode(sha256(convert_to(new.content, 'UTF8')), 'hex');
	return new;
end $$;
create or replace trigger hash before insert on submission for each row execute function submission_hash();

-- Whether a file is among those of a content.
create or replace function submission_has(p_content jsonb, p_file uuid) returns boolean language sql stable parallel safe
return p_content -> 'files' @> jsonb_build_array(jsonb_build_object('id', p_file));

-- Keeps the next submission and its receipt; d has its number already. Content (here also as read), payload and jws are what
-- the program has checked and sealed. It must say what the dossier says: nothing is filed that did not pass the
-- program's checks. Its hash.
create or replace function submission_keep(d dossier, p_content text, content jsonb, p_payload text, p_jws text)
returns text language plpgsql as $$
declare
	the_hash text;
begin
	with kept as (
		insert into submission (dossier_id, number, at, account_id, content)
		select d.id, d.submission_number, (content ->> 'at')::timestamptz, caller_id(), p_content
		where (content ->> 'dossier_id')::uuid = d.id and (content ->> 'number')::integer = d.submission_number
			and content -> 'answers' = d.answers
			and (select count(*) = jsonb_array_length(content -> 'files')
					and coalesce(bool_and(submission_has(content, f.id)), true)
				from dossier_file f where f.dossier_id = d.id and f.component_code is not null and f.taken_off_at is null)
		returning sha256
	), receipts as (
		insert into receipt (dossier_id, submission_number, payload, jws)
		select d.id, d.submission_number, p_payload, p_jws from kept
	)
	select sha256 into the_hash from kept;
	if the_hash is null then
		raise exception using errcode = 'MC002', message = 'the submission is not what was checked';
	end if;
	return the_hash;
end $$;

-- The last one. Not for the way of a filing, which has none before: a look-up opens every month.
create or replace function submission_last(p_id uuid) returns submission language sql stable
begin atomic
	select s from submission s where s.dossier_id = p_id order by s.number desc limit 1;
end;

-- The dossier says again what it said last: what was written since, and never supplied, goes.
create or replace function submission_restore(d dossier) returns dossier language plpgsql as $$
declare
	content jsonb := (submission_last(d.id)).content;
begin
	delete from dossier_file f
	where f.dossier_id = d.id and f.component_code is not null and f.taken_off_at is null and not submission_has(content, f.id);
	update dossier_file f set taken_off_at = null, ordinal = filed.ordinality
	from jsonb_array_elements(content -> 'files') with ordinality filed
	where f.dossier_id = d.id and f.id = (filed.value ->> 'id')::uuid;
	d.answers := content -> 'answers';
	return d;
end $$;

-- The files of a submission beside the one before: new, kept, and replaced for what it no longer has.
create or replace function submission_files(p_now jsonb, p_before jsonb) returns json language sql immutable parallel safe
begin atomic
	select coalesce(json_agg(file || jsonb_build_object('mark', mark) order by place, ordinal), '[]') from (
		select f.value as file, f.ordinality as ordinal, f.value ->> 'component_code' as place,
			case when submission_has(p_before, (f.value ->> 'id')::uuid) then 'kept' else 'new' end as mark
		from jsonb_array_elements(p_now -> 'files') with ordinality f
		union all
		select f.value, f.ordinality - 1000, f.value ->> 'component_code', 'replaced'
		from jsonb_array_elements(p_before -> 'files') with ordinality f
		where not submission_has(p_now, (f.value ->> 'id')::uuid)
	) marked;
end;

-- The names of the answers that a submission says otherwise than the one before; none for the first.
create or replace function submission_changes(p_now jsonb, p_before jsonb) returns json language sql immutable parallel safe
begin atomic
	select coalesce(json_agg(name order by name), '[]')
	from jsonb_object_keys((p_now -> 'answers') || (p_before -> 'answers')) name
	where p_now -> 'answers' -> name is distinct from p_before -> 'answers' -> name;
end;
grant execute on function submission_files, submission_changes, submission_has to motcua_citizen, motcua_staff;
