-- Dossiers that the desk took in for somebody without an account, found by him later. Who that is shows by two things
-- together: a phone that his account has proven and the personal number that he gives, equal to what the desk took down of
-- one applicant. Either alone shows nothing, not even that there is somebody.
-- needs: core/caller core/values dossier/events dossier/visible identity/accounts identity/acting vocabulary/limits vocabulary/notes

-- Filed dossiers that a party applies for and that the desk took in.
create or replace function desk_dossiers(p_party uuid) returns setof dossier language sql stable as $$
	select d.* from dossier_party r join dossier d on d.id = r.dossier_id
	where r.party_id = p_party and r.role = 'applicant' and relation_now(r) and d.state <> 'draft' and d.channel <> 'online'
$$;

-- Whether another account has shown the same two things already, so that a person has to say who is who.
create or replace function shown_elsewhere(p_account uuid, p_phone text, p_number text) returns boolean language sql stable
return exists (select from acting other where other.by_phone = p_phone and other.by_personal_id = p_number
	and other.account_id <> p_account and acting_goes_on(other));

-- What is done by one personal number is done one after the other.
create or replace function claims_lock(p_number text) returns void language plpgsql as $$
begin
	perform pg_advisory_xact_lock(hashtextextended('claim ' || p_number, 0));
end $$;

-- Accounts and parties of the desk that are the same person by a personal number: of one account, of one party, or null = any.
create or replace function claims_of(p_number text, p_account uuid, p_party uuid)
returns table (account_id uuid, party_id uuid, phone text) language sql stable as $$
	select distinct owning.id, taken.party_id, phone.value
	from party_identifier taken
	join party p on p.id = taken.party_id and p.kind = 'person'
	join party_identifier phone on phone.party_id = taken.party_id and phone.kind = 'phone' and phone.source = 'desk'
		and phone.ended_at is null
	join party_identifier proven on proven.kind = 'phone' and proven.value = phone.value and proven.level = 'proven'
		and proven.ended_at is null
	join account owning on owning.party_id = proven.party_id and owning.closed_at is null
	where taken.kind = 'personal_id' and taken.value = p_number and taken.source = 'desk' and taken.ended_at is null
		and (p_account is null or owning.id = p_account)
		and (p_party is null or taken.party_id = p_party) and identifier_of(owning.party_id, 'personal_id') = p_number
		and not exists (select from account own where own.party_id = taken.party_id)
$$;

-- The party is the account's person from now on, and the record of each of its dossiers says by what.
create or replace function claim_add(p_account uuid, p_party uuid, p_phone text, p_number text) returns void
language plpgsql as $$
declare
	d dossier;
begin
	if exists (select from acting a where a.account_id = p_account and a.party_id = p_party
			and acting_goes_on(a)) then
		return;
	end if;
	insert into acting (account_id, party_id, capacity, by_phone, by_personal_id)
	values (p_account, p_party, 'self', p_phone, p_number);
	for d in select * from desk_dossiers(p_party) loop
		perform event_add(d, step_time(), 'claim', d.state,
			note_text('claimed', jsonb_build_object('digits', right(p_phone, 3))));
	end loop;
end $$;

-- The number that the caller gives as his own. What he said before is ended, not overwritten. Seconds to wait if he has given
-- too many in a day; then nothing was done.
create or replace function personal_id_give(p_party uuid, p_number text) returns integer language plpgsql as $$
declare
	wait_seconds integer;
	before integer := limit_of('numbers_a_day') - 1;
begin
	if p_number = identifier_of(p_party, 'personal_id') then
		return null;
	end if;
	select ceil(extract(epoch from i.seen_at + interval '1 day' - now())) into wait_seconds from party_identifier i
	where i.party_id = p_party and i.kind = 'personal_id' and i.source = 'account' and i.seen_at > now() - interval '1 day'
	order by i.seen_at desc offset before limit 1;
	if wait_seconds is null then
		update party_identifier i set ended_at = now()
		where i.party_id = p_party and i.kind = 'personal_id' and i.source = 'account' and i.ended_at is null;
		insert into party_identifier (party_id, kind, value, source, level, seen_by)
		values (p_party, 'personal_id', p_number, 'account', 'claimed', caller_id());
	end if;
	return wait_seconds;
end $$;

-- The caller asks for what the desk took in for him. The answer counts all that his account has in this way, so that asking
-- again is answered alike; elsewhere: another account has shown the same, and gets no less.
create or replace function dossiers_claim(p_number text, out wait_seconds integer, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	own uuid := account_party(caller_id());
	found_one record;
	elsewhere boolean := false;
begin
	perform account_lock();
	if not exists (select from party_identifier i where i.party_id = own and i.kind = 'phone' and i.level = 'proven'
			and i.ended_at is null) then
		perform problem('phone-not-proven');
	end if;
	if exists (select from acting a where a.account_id = caller_id() and a.by_personal_id <> p_number and acting_goes_on(a)) then
		perform problem('number-differs');
	end if;
	perform claims_lock(p_number);
	wait_seconds := personal_id_give(own, p_number);
	if wait_seconds is not null then
		return;
	end if;
	for found_one in select * from claims_of(p_number, caller_id(), null) c
		where exists (select from desk_dossiers(c.party_id))
	loop
		if shown_elsewhere(caller_id(), found_one.phone, p_number) then
			elsewhere := true;
		else
			perform claim_add(caller_id(), found_one.party_id, found_one.phone, p_number);
		end if;
	end loop;
	body := json_build_object('dossiers', (select count(*) from acting a cross join lateral desk_dossiers(a.party_id) d
		where a.account_id = caller_id() and a.by_phone is not null and acting_goes_on(a)), 'elsewhere', elsewhere)::text;
end $$;
grant execute on function dossiers_claim to motcua_citizen;

-- The desk files for a party: if exactly one account has shown to be it, the dossier goes there. Of several the one that has
-- its dossiers already; else none of them, as long as none asks.
create or replace function dossier_claimed(d dossier) returns void language plpgsql as $$
declare
	taken record;
	found_one record;
begin
	for taken in select known.party_id, known.value as number from party_identifier known
		where known.party_id = any (dossier_applicants(d.id)) and known.kind = 'personal_id' and known.source = 'desk'
			and known.ended_at is null
	loop
		perform claims_lock(taken.number);
		select (array_agg(c.account_id))[1] as account_id, min(c.phone) as phone, count(distinct c.account_id) as count
		into found_one from claims_of(taken.number, null, taken.party_id) c
		where not shown_elsewhere(c.account_id, c.phone, taken.number);
		if found_one.count = 1 then
			perform claim_add(found_one.account_id, taken.party_id, found_one.phone, taken.number);
		end if;
	end loop;
end $$;
