-- How dossiers came to be filed, see the table filing.
-- needs: core/caller core/values dossier/visible identity/devices

create or replace function filing_whole() returns trigger language plpgsql as $$
begin
	if (new.place in ('unit', 'kiosk') and (new.device_mark is null or new.device_people is null)
			and new.device_people > 0) is false then
		raise check_violation using message = 'nothing is filed like this';
	end if;
	return new;
end $$;
create or replace trigger whole before insert or update on filing for each row execute function filing_whole();

create or replace function filing_add(d dossier, p_at timestamptz, p_device text, p_place text) returns void
language plpgsql as $$
declare
	staff boolean := d.channel <> 'online';
begin
	insert into filing (dossier_id, at, typed_by, typed_by_staff, own_factor, place, filled_seconds, device_mark)
	values (d.id, p_at, caller_id(), staff, not staff and exists (select from party_identifier i
			where i.party_id = dossier_submitter(d.id) and i.level = 'proven' and i.ended_at is null),
		p_place, d.filled_seconds, case when not staff then device_see(p_device, caller_id()) end);
end $$;

-- After midnight: what is kept of the devices of the days before is how many people each saw. How many filings it was. The
-- keys of today and tomorrow are made here, so that filings need not wait for the one that makes it.
create or replace function devices_turn() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	today date := local_day(now());
	told bigint;
begin
	update filing f set device_mark = null,
		device_people = (select count(*) from device_seen s where s.mark = f.device_mark and s.day = local_day(f.at))
	where f.device_mark is not null and local_day(f.at) < today;
	get diagnostics told = row_count;
	delete from device_seen where day < today;
	delete from device_key where day < today;
	perform device_key_of(today), device_key_of(today + 1);
	return told;
end $$;
grant execute on function devices_turn to motcua_worker;
