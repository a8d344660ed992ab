-- What became of the messages about one dossier, for whoever operates the service: ids, times and causes alone.
-- needs: notice/dossier_notices

-- The dossiers whose code this is, or ends with these digits, of which there must be four; at most p_most.
-- Planned for the digits at hand: only then the beginning of a pattern is a range of an index.
create or replace function dossiers_meant(p_code text, p_most integer) returns table (id uuid, code text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	wanted text := upper(btrim(p_code));
	digits text := translate(wanted, '-.', '');
begin
	return query select d.id, d.code from dossier_code k join dossier d on d.id = k.dossier_id and d.code = k.code
		where k.code = wanted;
	if not found and digits ~ '^\d{4,}$' then
		return query select d.id, d.code from dossier_code k join dossier d on d.id = k.dossier_id and d.code = k.code
			where reverse(translate(k.code, '-.', '')) like reverse(digits) || '%' limit p_most;
	end if;
end $$;
grant execute on function dossiers_meant to motcua_worker;

-- The messages of its notices, the newest first. A notice that the worker has not made messages of has its job. state: none is a
-- notice whose reader had no way to be written to.
create or replace function dossier_messages(p_dossier uuid, p_most integer)
returns table (id uuid, told_at timestamptz, state text, channel text, at timestamptz, attempts integer, cause text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query with told as materialized (
		select n.id, n.created_at from dossier_notices(p_dossier) n
	), known as (
		select t.id as notice, t.created_at, m.id,
			case when m.delivered_at is null then 'sent' else 'delivered' end as state, m.channel,
			coalesce(m.delivered_at, m.handed_over_at) as at, m.attempts::integer, null as cause
		from told t join message m on m.notification_id = t.id
		union all
		select t.id, t.created_at, o.id,
			case when o.failed_at is null then 'waiting' when o.refused then 'refused' else 'given-up' end,
			o.channel, coalesce(o.failed_at, o.available_at), o.attempts, o.last_error
		from told t join outbox o on o.subject_id = t.id and o.topic = 'message'
	), mute as materialized (
		select t.* from told t where not exists (select from known k where k.notice = t.id)
	), silent as (
		select t.id as notice, t.created_at, o.id,
			case when o.id is null then 'none' when o.failed_at is null then 'waiting' else 'given-up' end, null,
			coalesce(o.failed_at, o.available_at), o.attempts::integer, o.last_error
		from mute t left join outbox o on o.id = t.id and o.topic = 'notice'
	)
	select k.id, k.created_at, k.state, k.channel, k.at, k.attempts, k.cause
	from (select * from known union all select * from silent) k
	order by k.created_at desc, k.notice desc, k.channel limit p_most;
end $$;
grant execute on function dossier_messages to motcua_worker;
