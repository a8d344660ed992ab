-- The caller's notifications with what became of their messages; the words in a language, with places for the values told.
-- params: limit int4, cursor text, language text
with page as (
	select n.* from cursor_before($2) c cross join lateral (
		select x.* from notification x where x.account_id = caller_id() and (x.created_at, x.id) < (c.at, c.id)
		order by x.created_at desc, x.id desc limit $1 + 1) n
), shown as (select * from page order by created_at desc, id desc limit $1)
select json_build_object(
	'items', (select coalesce(json_agg(json_build_object('id', n.id, 'dossier_id', n.dossier_id,
			'title', t.words -> $3 ->> 'title', 'body', t.words -> $3 ->> 'body', 'told', n.told,
			'created_at', iso_time(n.created_at), 'read_at', iso_time(n.read_at), 'messages', coalesce(s.messages, '[]'))
			order by n.created_at desc, n.id desc), '[]')
		from shown n join notice_template t on t.id = n.template_id
		left join own_message_states(array(select id from shown)) s on s.notification_id = n.id),
	'next_cursor', case when (select count(*) from page) > $1 then
		(select cursor_of(created_at, id) from shown order by created_at, id limit 1) end)::text as body
