-- Figures that an operator watches: what stands in the database, and the database itself. They say how much and how long, and
-- nothing of whom.
-- needs: vocabulary/limits

-- A part of the program lives.
create or replace function heartbeat_add(p_part text) returns void
language sql security definer set search_path = public, pg_temp as $$
	insert into heartbeat as h (part, at) values (p_part, clock_timestamp())
	on conflict (part) do update set at = excluded.at
$$;
grant execute on function heartbeat_add to motcua_worker;

-- Seconds since a part last said that it lives; since the database was started if it never did.
create or replace function heartbeat_age(p_part text) returns double precision
language sql stable security definer set search_path = public, pg_temp as $$
	select extract(epoch from clock_timestamp() - coalesce((select h.at from heartbeat h where h.part = p_part),
		pg_postmaster_start_time()))
$$;
grant execute on function heartbeat_age to motcua_system;

-- What stands in the outbox: what waits, in all (part is null), by each channel and by none ('work'), and for how long the first
-- of it has been due or held up, so without messages that fail alone while their way is open; what the other side refused for
-- good and what is not tried any more, since the first of it. Counted until one more than a limit; all is read off the end of an
-- index, from one channel and topic to the next (line). Those without a channel stand last, and are asked for by themselves: null
-- equals nothing.
create or replace function outbox_counts(out state text, out part text, out count bigint, out seconds double precision)
returns setof record language plpgsql stable security definer set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
	most bigint := limit_of('jobs_counted') + 1;
begin
	return query
	with recursive line as (
		(select o.channel, o.topic from outbox o where o.failed_at is null order by o.channel, o.topic limit 1)
		union all
		select n.channel, n.topic from line l cross join lateral (
			(select o.channel, o.topic from outbox o where o.failed_at is null and (o.channel, o.topic) > (l.channel, l.topic)
				order by o.channel, o.topic limit 1)
			union all
			(select o.channel, o.topic from outbox o where o.failed_at is null and o.channel is null
					and o.topic > case when l.channel is null then l.topic else '' end order by o.channel, o.topic limit 1)
			limit 1) n
	), waiting as (
		select l.channel, due.count, least(due.since, held.since) as since
		from line l cross join lateral (
			select count(*), min(x.since) as since from (
				(select o.available_at as since from outbox o where o.failed_at is null and o.channel = l.channel
					and o.topic = l.topic order by o.available_at limit most)
				union all
				(select o.available_at from outbox o where l.channel is null and o.failed_at is null and o.channel is null
					and o.topic = l.topic order by o.channel, o.available_at limit most)) x
		) due cross join lateral (
			select min(x.since) as since from (
				(select o.created_at as since from outbox o where o.failed_at is null and o.held and o.channel = l.channel
					order by o.created_at limit 1)
				union all
				(select o.created_at from outbox o where l.channel is null and o.failed_at is null and o.held
					and o.channel is null order by o.channel, o.created_at limit 1)) x
		) held
	)
	select 'waiting', case when grouping(w.channel) = 0 then coalesce(w.channel, 'work') end,
		least(coalesce(sum(w.count), 0)::bigint, most),
		coalesce(greatest(extract(epoch from clock_timestamp() - min(w.since)), 0), 0)::double precision
	from waiting w group by rollup (w.channel)
	union all
	select f.state, null, gone.count, coalesce(extract(epoch from clock_timestamp() - gone.since), 0)::double precision
	from (values ('refused', true), ('given-up', false)) f (state, refused) cross join lateral (
		select count(*), min(x.failed_at) as since from (
			select o.failed_at from outbox o where o.failed_at is not null and o.refused = f.refused
			order by o.failed_at, o.id limit most) x) gone;
end $$;
grant execute on function outbox_counts to motcua_system, motcua_worker;

-- Copies to the second (scripts/backup): for how long the copy of the log has lacked a piece that is full, and so files and keys,
-- which go before it; and since the last copy of the whole. No row where no copies are made.
create or replace function copy_figures(out behind double precision, out whole_age double precision)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select case when left(a.last_archived_wal, 24) >= pg_walfile_name(pg_current_wal_lsn()
				- pg_size_bytes(current_setting('wal_segment_size'))) then 0
			else extract(epoch from clock_timestamp() - coalesce(a.last_archived_time, pg_postmaster_start_time())) end,
		heartbeat_age('copy')
	from pg_stat_archiver a where current_setting('archive_mode') <> 'off' and not pg_is_in_recovery()
$$;
grant execute on function copy_figures to motcua_system;

-- Uploads that belong to no dossier yet: how many, and what has arrived of them.
create or replace function upload_figures(out uploads bigint, out bytes bigint)
returns record language sql stable security definer set search_path = public, pg_temp as $$
	select count(*), coalesce(sum(u.received), 0)::bigint from upload u
$$;
grant execute on function upload_figures to motcua_system;

-- Connections of clients and how many there may be, the transaction that is open longest, replicas and how far the last of them
-- is behind, the size, and the time.
create or replace function database_figures(out connections bigint, out connections_most integer,
	out oldest_transaction double precision, out replicas bigint, out replica_behind double precision, out bytes bigint,
	out clock double precision)
returns record language sql stable security definer set search_path = public, pg_temp as $$
	select a.connections, current_setting('max_connections')::integer, coalesce(a.oldest, 0), r.replicas, coalesce(r.behind, 0),
		pg_database_size(current_database()), extract(epoch from clock_timestamp())
	from (select count(*) as connections, extract(epoch from clock_timestamp() - min(xact_start)) as oldest from pg_stat_activity
			where backend_type = 'client backend') a,
		(select count(*) as replicas, extract(epoch from max(replay_lag)) as behind from pg_stat_replication
			where replay_lsn is not null) r
$$;
grant execute on function database_figures to motcua_system;

-- Whether the replica is gone that commits shall wait for, whether what is confirmed may be in the primary alone, and whether
-- nothing can be written until the replica is back; no row where there is no replica (scripts/replica).
create or replace function replica_figures(out missing integer, out alone integer, out stopped integer)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select (not exists (select from pg_stat_replication
			where application_name = 'motcua_replica' and replay_lsn is not null))::integer,
		(current_setting('synchronous_standby_names') = '')::integer,
		current_setting('default_transaction_read_only')::boolean::integer
	where current_setting('motcua.replica', true) <> ''
$$;
grant execute on function replica_figures to motcua_system;
