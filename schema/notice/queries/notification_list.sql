-- The caller's notifications with what became of their messages; the words in a language, with places for the values told.
-- params: limit int4, cursor text, language text
with page as (
	select n.* from notification n, cursor_parts($2) c
	where n.account_id = caller_id() and ($2 is null or (n.created_at, n.id) < (c.at, c.id))
	order by n.created_at desc, n.id desc limit $1 + 1
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
