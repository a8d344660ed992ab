-- What gateways report of short messages that they took.
-- needs:

-- A report may come more than once, late, and before the worker has written down that the gateway took the message. What has
-- reached its reader stays so whatever is reported after that. What did not is refused: it waits in the outbox for a person.
create or replace function message_report_take(p jsonb) returns text
language plpgsql security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	the_id uuid := p ->> 'id';
	delivered timestamptz := case when p ->> 'state' = 'delivered' then least((p ->> 'at')::timestamptz, now()) end;
	why text := coalesce(p ->> 'cause', 'refused');
	o outbox;
	m message;
begin
	-- The outbox first: while the worker moves it from there to the messages, this waits.
	select * into o from outbox x where x.id = the_id and x.topic = 'message' for update;
	if o.refused and delivered is null then
		return 'repeated';
	elsif o.id is not null and delivered is not null then
		delete from outbox where id = the_id;
		insert into message (id, notification_id, channel, answer, delivered_at, attempts)
		select the_id, n.id, o.channel, p ->> 'message_id', delivered, o.attempts from notification n where n.id = o.subject_id
		on conflict do nothing;
		return 'recorded';
	elsif o.id is not null then
		update outbox set failed_at = now(), refused = true, last_error = 'reported: ' || why, cause = why
		where id = the_id;
		return 'recorded';
	end if;
	select * into m from message x where x.id = the_id for update;
	if m.id is null then
		return 'unmatched';
	elsif m.delivered_at is not null then
		return 'repeated';
	elsif delivered is not null then
		update message set delivered_at = delivered where id = the_id;
	else
		delete from message where id = the_id;
		insert into outbox
			(id, topic, subject_id, channel, created_at, attempts, tried_since, failed_at, refused, last_error, cause)
		values (the_id, 'message', m.notification_id, m.channel, m.handed_over_at, coalesce(m.attempts, 1),
			m.handed_over_at, now(), true, 'reported: ' || why, why);
	end if;
	return 'recorded';
end $$;
grant execute on function message_report_take to motcua_system;
