-- The caller's notifications.
-- params: limit int4, cursor text
with page as (
	select n.* from notification n, cursor_parts($2) c
	where n.account_id = caller_id() and ($2 is null or (n.created_at, n.id) < (c.at, c.id))
	order by n.created_at desc, n.id desc limit $1 + 1
), shown as (select * from page order by created_at desc, id desc limit $1)
select json_build_object(
	'items', (select coalesce(json_agg(json_build_object('id', id, 'dossier_id', dossier_id, 'title', title, 'body', body,
		'created_at', iso_time(created_at), 'read_at', iso_time(read_at)) order by created_at desc, id desc), '[]') from shown),
	'next_cursor', case when (select count(*) from page) > $1 then
		(select cursor_of(created_at, id) from shown order by created_at, id limit 1) end)::text as body
