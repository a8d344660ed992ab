-- Devices of today, see the table device_key.
-- needs: core/values

-- The key of a day, made if there is none.
create or replace function device_key_of(p_day date) returns bytea language plpgsql as $$
declare
	the_key bytea;
begin
	select k.key into the_key from device_key k where k.day = p_day;
	if not found then
		insert into device_key (day, key)
		values (p_day, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) on conflict do nothing;
		select k.key into the_key from device_key k where k.day = p_day;
	end if;
	return the_key;
end $$;

-- The mark of a device today; null for one that is not known.
create or replace function device_mark(p_device text) returns text language plpgsql as $$
begin
	return encode(sha256(device_key_of(local_day(now())) || convert_to(p_device, 'UTF8')), 'hex');
end $$;

-- Somebody uses a device today. Its mark.
create or replace function device_see(p_device text, p_account uuid) returns text language plpgsql as $$
declare
	the_mark text := case when p_device is not null then device_mark(p_device) end;
begin
	if the_mark is not null then
		insert into device_seen (day, mark, account_id) values (local_day(now()), the_mark, p_account) on conflict do nothing;
	end if;
	return the_mark;
end $$;
