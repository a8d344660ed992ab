-- What people were told of one dossier, and whether it got to them, for whoever works on it.
-- needs: core/values dossier/visible notice/deliveries

-- The notices of a dossier, each with the event that it told of. Whoever acts or ever acted for its applicants was told, in the
-- transaction of that event: not before its moment, nor after it was written, which nothing takes an hour for. What else they
-- are told is not looked at, however much it is, and no index of notices by dossier is needed, which each filing would pay for.
-- No event have the reminder that papers are due soon, and money that came in vain.
create or replace function dossier_notices(p_dossier uuid)
returns table (id uuid, account_id uuid, template_id integer, told jsonb, created_at timestamptz, read_at timestamptz,
	event_id uuid)
language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
declare
	people uuid[] := array(select distinct a.account_id from dossier_party related
		join acting a on a.party_id = related.party_id
		where related.dossier_id = p_dossier and related.role = 'applicant');
begin
	return query with moment as (
		select e.id as event_id, e.at as from_at, least(uuid_time(e.id) + interval '1 ms', e.at + interval '1 hour') as until_at
		from dossier_event e where e.dossier_id = p_dossier
		union all
		select null, r.reminded_at, r.reminded_at + interval '1 s' -- of a reminder the second is known
		from promise r where r.dossier_id = p_dossier and r.reminded_at is not null
		union all
		select null, l.at, l.at from charge c join payment p on p.charge_id = c.id
		join ledger_entry l on l.payment_id = p.id and l.kind = 'unmatched_money'
		where c.dossier_id = p_dossier
	)
	-- Of two events in one second the one beside which it was written.
	select distinct on (n.id) n.id, n.account_id, n.template_id, n.told, n.created_at, n.read_at, m.event_id
	from moment m cross join unnest(people) person (id) cross join lateral (
		select x.* from notification x
		where x.account_id = person.id and x.created_at between m.from_at and m.until_at and x.dossier_id = p_dossier offset 0
	) n
	order by n.id, abs(extract(epoch from uuid_time(n.id) - m.until_at)), m.event_id;
end $$;

-- For the staff of the units that have to do with it: the latest two hundred, by whom they are read, and what became of each. An
-- address is not said. state: none is a notice whose reader had no way to be written to.
create or replace function dossier_notice_list(p_id uuid, p_language text) returns setof text
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	if not exists (select from dossier d where d.id = p_id and d.state <> 'draft' and dossier_of_units(d.id)) then
		return;
	end if;
	return query with told as materialized (
		select * from dossier_notices(p_id) x order by x.created_at desc, x.id desc limit 200
	)
	select json_build_object('items', coalesce(json_agg(json_build_object('id', n.id, 'event_id', n.event_id,
		'title', t.words -> p_language ->> 'title', 'told', n.told, 'full_name', p.name, 'told_at', iso_time(n.created_at),
		'read_at', iso_time(n.read_at),
		'state', coalesce(s.state, case when j.id is null then 'none' when j.failed_at is null then 'waiting' else 'failed' end),
		'messages', coalesce(s.messages, '[]')) order by n.created_at desc, n.id desc), '[]'))::text
	from told n
	join notice_template t on t.id = n.template_id
	join account a on a.id = n.account_id
	join party p on p.id = a.party_id
	left join notice_states(array(select x.id from told x)) s on s.notification_id = n.id
	left join outbox j on j.id = n.id and j.topic = 'notice';
end $$;
grant execute on function dossier_notice_list to motcua_staff;
