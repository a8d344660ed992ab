-- What became of the messages of a notice: handed over, at its reader's, or not, and why not.
-- needs: core/caller core/cursors core/values dossier/tracking

-- Of these notices, those that have messages. state of a message: waiting (next_at: when it is tried again, unless at once), sent
-- (a carrier has it), delivered (its reader has it), failed; of a notice: the best of them, sent and delivered being one.
create or replace function notice_states(p_notices uuid[]) returns table (notification_id uuid, state text, messages json)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin
	return query select x.id,
		case when bool_or(x.became in ('sent', 'delivered')) then 'sent' when bool_or(x.became = 'waiting') then 'waiting'
			else 'failed' end,
		json_agg(json_build_object('channel', x.channel, 'state', x.became, 'at', iso_time(x.at), 'next_at', iso_time(x.next_at),
			'cause', x.cause) order by x.channel)
	from (
		select m.notification_id as id, m.channel, case when m.delivered_at is null then 'sent' else 'delivered' end as became,
			coalesce(m.delivered_at, m.handed_over_at) as at, null::timestamptz as next_at, null as cause
		from message m where m.notification_id = any (p_notices)
		union all
		select o.subject_id, o.channel, case when o.failed_at is null then 'waiting' else 'failed' end,
			coalesce(o.failed_at, o.created_at),
			case when o.failed_at is null and o.attempts > 0 and o.available_at > now() then o.available_at end,
			case when o.failed_at is not null then coalesce(o.cause, case when o.refused then 'refused' else 'given_up' end) end
		from outbox o where o.subject_id = any (p_notices) and o.topic = 'message'
	) x group by x.id;
end $$;

-- Of the caller's own notices: those named, by their ids, not all of his, which are more each year.
create or replace function own_message_states(p_notices uuid[]) returns table (notification_id uuid, messages json)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	return query with named as materialized (
		select n.id, n.account_id from notification n where n.id = any (p_notices)
	)
	select s.notification_id, s.messages from notice_states(array(
		select n.id from named n where n.account_id = caller_id())) s;
end $$;
grant execute on function own_message_states to motcua_citizen, motcua_staff;

-- "*******678", "l***@example.vn": enough to know it again, too little to write to.
create or replace function mask_address(p_address text) returns text language sql immutable strict
return case when strpos(p_address, '@') > 1 then left(p_address, 1) || '***' || substr(p_address, strpos(p_address, '@'))
	else repeat('*', greatest(length(p_address) - 3, 3)) || right(p_address, 3) end;

-- Messages that were refused or given up, for the administrator, who need not know whom they are for: names and addresses are
-- masked. The latest first; how many there are is counted until a thousand.
create or replace function undelivered_list(p_limit integer, p_cursor text, p_language text)
returns table (body text, shown uuid[])
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	before record := cursor_before(p_cursor);
begin
	if caller_role() <> 'admin' then
		perform problem('forbidden');
	end if;
	return query with page as (
		select o.* from (values (true), (false)) kind (refused) cross join lateral (
			select x.* from outbox x where x.failed_at is not null and x.refused = kind.refused and x.topic = 'message'
				and (x.failed_at, x.id) < (before.at, before.id)
			order by x.failed_at desc, x.id desc limit p_limit + 1) o
		order by o.failed_at desc, o.id desc limit p_limit + 1
	), listed as (
		select p.*, n.dossier_id, n.told, n.created_at as told_at, n.template_id, n.account_id
		from (select * from page order by failed_at desc, id desc limit p_limit) p left join notification n on n.id = p.subject_id
	)
	select json_build_object(
		'items', (select coalesce(json_agg(json_build_object('id', o.id, 'channel', o.channel,
				'title', t.words -> p_language ->> 'title', 'told', o.told, 'full_name', mask_name(p.name),
				'address', mask_address(case o.channel when 'mail' then a.email else a.phone end),
				'created_at', iso_time(o.told_at), 'failed_at', iso_time(o.failed_at), 'attempts', o.attempts,
				'cause', coalesce(o.cause, case when o.refused then 'refused' else 'given_up' end))
				order by o.failed_at desc, o.id desc), '[]')
			from listed o left join notice_template t on t.id = o.template_id
			left join account a on a.id = o.account_id left join party p on p.id = a.party_id),
		'count', (select count(*) from (select from outbox o where o.failed_at is not null and o.topic = 'message' limit 1000) x),
		'next_cursor', case when (select count(*) from page) > p_limit then
			(select cursor_of(l.failed_at, l.id) from listed l order by l.failed_at, l.id limit 1) end)::text,
		array(select distinct l.dossier_id from listed l where l.dossier_id is not null);
end $$;
grant execute on function undelivered_list to motcua_staff;

-- Tries again, as if for the first time, what was refused or given up: these jobs, or the thousand (by default) that wait for
-- longest. What was refused goes as another message: its carrier would know the one before by its id, and not send it again.
-- An operator may name those too that a carrier took, of which it is not known that they arrived; of the one before no report
-- is taken any more.
create or replace function messages_again(p_ids uuid[], p_most integer) returns uuid[]
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	chosen uuid[];
begin
	if caller_kind() is not null and caller_role() <> 'admin' then
		perform problem('forbidden');
	end if;
	chosen := array(select o.id from outbox o where o.failed_at is not null and o.id = any (coalesce(p_ids, array(
			select gone.id from (values (true), (false)) kind (refused) cross join lateral (
				select x.id, x.failed_at from outbox x where x.failed_at is not null and x.refused = kind.refused
					and (caller_kind() is null or x.topic = 'message')
				order by x.failed_at, x.id limit p_most) gone
			order by gone.failed_at, gone.id limit p_most)))
		and (caller_kind() is null or o.topic = 'message') for update);
	update outbox o set id = case when o.refused then uuid_v7() else o.id end, failed_at = null, refused = false, cause = null,
		held = false, attempts = 0, tried_since = null, available_at = now()
	where o.id = any (chosen);
	if caller_kind() is null and p_ids is not null then
		with taken as (
			delete from message m where m.id = any (p_ids) and m.delivered_at is null
			returning m.id, m.notification_id, m.channel
		), added as (
			insert into outbox (id, topic, subject_id, channel)
			select uuid_v7(), 'message', t.notification_id, t.channel from taken t
		)
		select chosen || array(select t.id from taken t) into chosen;
	end if;
	return chosen;
end $$;
grant execute on function messages_again to motcua_staff, motcua_worker;
