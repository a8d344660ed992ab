-- What the checks of dossiers ask (api/core/check.h): whether what is written once still says what it said.
-- needs: core/checks dossier/custody

-- A stretch of filed dossiers behind an id: the last of so many; null if they come to the end. And how many they are.
create or replace function dossiers_stretch(p_after text, p_limit integer, out until uuid, out looked bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
	ids uuid[] := array(select d.id from dossier d
		where d.id > stretch_low(p_after) and d.state <> 'draft' order by d.id limit p_limit);
begin
	looked := cardinality(ids);
	until := case when looked = p_limit then ids[p_limit] end;
end $$;
grant execute on function dossiers_stretch to motcua_worker;

-- Planned anew for each stretch: which part of a table it is decides how it is read.

-- The links of a stretch that do not follow from the ones before, or do not end where the dossier is.
create or replace function custody_faults(p_after text, p_until text, out dossier_id uuid, out what text)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	low uuid := stretch_low(p_after);
	high uuid := stretch_high(p_until);
begin
	return query
	with filed as materialized (
		select d.id, d.state, d.holder_unit_code, d.holder_account_id from dossier d
		where d.id > low and d.id <= high and d.state <> 'draft'
	), link as (
		select c as link, c.dossier_id as id, c.sequence, c.hash, lag(c.hash) over chain as before,
			row_number() over chain as place, lead(c.sequence) over chain is null as is_last
		from custody c where c.dossier_id > low and c.dossier_id <= high
		window chain as (partition by c.dossier_id order by c.sequence)
	), said as materialized (
		select s.dossier_id as id, s.sha256 from submission s where s.dossier_id > low and s.dossier_id <= high
	), fault as (
		select l.id, format('hand-over %s is not what was sealed', l.sequence) as said from link l
		where l.hash <> custody_hash(l.before, l.link) or l.sequence <> l.place
		union all
		select l.id, format('hand-over %s names a submission that is not there', l.sequence) from link l
		where not exists (select from said s where s.id = l.id and s.sha256 = (l.link).submission_sha256)
		union all
		select coalesce(f.id, l.id), case when f.id is null then 'hand-overs of no dossier'
			when l.id is null then 'no hand-over' else 'the last hand-over is not where the dossier is' end
		from filed f full join (select * from link where is_last) l on l.id = f.id
		where (l.link).state is distinct from f.state or (l.link).unit_code is distinct from f.holder_unit_code
			or (l.link).officer_id is distinct from f.holder_account_id
	)
	select f.id, string_agg(f.said, '; ' order by f.said) from fault f group by f.id order by f.id;
end $$;
grant execute on function custody_faults to motcua_worker;

-- What was filed in a stretch: the submissions with their receipts, either of which may be missing. What the program cannot see
-- is said here: content that is not what its digest says.
create or replace function receipts_between(p_after text, p_until text, out dossier_id uuid, out number integer, out code text,
	out content_sha256 text, out sha256 text, out payload text, out jws text, out numbers_follow boolean)
returns setof record language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	low uuid := stretch_low(p_after);
	high uuid := stretch_high(p_until);
begin
	return query
	select coalesce(s.dossier_id, r.dossier_id, d.id), coalesce(s.number, r.submission_number), d.code,
		encode(sha256(convert_to(s.content, 'UTF8')), 'hex'), s.sha256, r.payload, r.jws,
		count(*) over (partition by coalesce(s.dossier_id, r.dossier_id)) = d.submission_number
	from (select * from submission x where x.dossier_id > low and x.dossier_id <= high) s
	full join (select * from receipt x where x.dossier_id > low and x.dossier_id <= high) r
		on r.dossier_id = s.dossier_id and r.submission_number = s.number
	full join (select * from dossier x where x.id > low and x.id <= high and x.state <> 'draft') d
		on d.id = coalesce(s.dossier_id, r.dossier_id)
	order by coalesce(s.dossier_id, r.dossier_id, d.id), 2;
end $$;
grant execute on function receipts_between to motcua_worker;
