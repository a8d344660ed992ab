-- An online result is handed over when its applicant downloads it.
-- needs: dossier/clock dossier/custody dossier/document dossier/events dossier/lock vocabulary/steps

-- Nothing more happens where that is no step to take: the fee is due, it comes another way, somebody else reads it, or it was.
create or replace function dossier_fetch(p_id uuid, p_clock jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	d dossier := dossier_lock(p_id);
	n dossier := d;
	at timestamptz := (p_clock ->> 'at')::timestamptz;
begin
	if not 'fetch' = any (dossier_actions(d)) then
		return;
	end if;
	n.state := 'returned';
	n.returned_at := at;
	n := clock_turn(d, n, p_clock);
	update dossier set state = n.state, returned_at = n.returned_at, booked_until = n.booked_until, stands_since = n.stands_since
	where id = p_id returning * into n;
	perform event_add(n, at, 'fetch', d.state, null);
	perform custody_add(n, at);
	perform dossier_compose_and_keep(p_id);
end $$;
grant execute on function dossier_fetch to motcua_citizen, motcua_staff;
