-- How dossiers came to be filed, see the table filing.
-- needs: core/caller core/values dossier/custody dossier/rows dossier/visible identity/devices notice/notices notice/template

create or replace function filing_whole() returns trigger language plpgsql as $$
begin
	if (new.place in ('unit', 'kiosk') and (new.device_mark is null or new.device_people is null)
			and new.device_people > 0) is false then
		raise check_violation using message = 'nothing is filed like this';
	end if;
	return new;
end $$;
create or replace trigger whole before insert or update on filing for each row execute function filing_whole();

-- Writes what a filing is besides the dossier itself and its submission (whose hash is given), by the caller's party. In one
-- statement, as each of its own takes the executor a start. Of p_notice its applicants are told, of null not yet. Gives the
-- first link of its custody.
create or replace function filing_write(d dossier, p_sha256 text, p_lines jsonb, p_device text, p_place text, p_party uuid,
	p_name text, p_own_factor boolean, p_notice text, p_told jsonb) returns custody language plpgsql as $$
declare
	whole boolean;
	online boolean := d.channel = 'online';
	me uuid := caller_id();
	link custody := custody_seal(d, d.submitted_at, p_sha256, null);
	mark text := case when online and p_device is not null then device_mark(p_device) end;
begin
	with parties as (
		insert into dossier_party (dossier_id, role, party_id, unit_code)
		select d.id, 'submitter', p_party, null where online
		union all select d.id, 'involved', null, d.unit_code where not unit_involved(d.id, d.unit_code)
	), filings as (
		insert into filing (dossier_id, at, typed_by, typed_by_staff, own_factor, place, filled_seconds, device_mark)
		values (d.id, d.submitted_at, me, not online, online and p_own_factor, p_place, d.filled_seconds, mark)
	), devices as (
		insert into device_seen (day, mark, account_id) select local_day(now()), mark, me where mark is not null
		on conflict do nothing
	), events as (
		event_insert(d, d.submitted_at, 'submit', 'draft', null, null, online, p_name)
	), links as (
		insert into custody select link.*
	), promises as (
		insert into promise (dossier_id, number, promised, due_at, estimated, made_at)
		select d.id, x.number, x.promised, x.due_at, x.estimated, d.submitted_at
		from (values (1, 'intake', d.step_due_at, false), (2, 'result', d.due_at, d.due_estimated))
			x (number, promised, due_at, estimated)
		where x.due_at is not null
	), words as (
		template_in_force(p_notice, p_told)
	), told as (
		insert into notification (id, account_id, dossier_id, template_id, told)
		select uuid_v7(), a, d.id, w.id, p_told from words w, unnest(dossier_told_accounts(d.id)) a returning id
	), jobs as (
		insert into outbox (id, topic, subject_id)
		select uuid_v7(), 'document', d.id union all select n.id, 'notice', n.id from told n
	)
	select w.whole into whole from words w;
	if d.fee_total > 0 then
		insert into charge (id, dossier_id, submission_number, kind, lines, total, state)
		values (uuid_v7(), d.id, 1, 'fee', p_lines, d.fee_total, 'open');
	end if;
	if whole is not true and p_notice is not null then
		perform notice_lacks(p_notice);
	end if;
	return link;
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
