-- Proof of a phone: a code goes to it, and whoever enters it has the phone in his hand. See the table contact_proof.
-- needs: core/caller core/idempotency core/outbox core/values identity/accounts identity/acting vocabulary/limits

create or replace function contact_proof_body(c contact_proof) returns text language sql stable
return json_build_object('id', c.id, 'phone', c.phone, 'expires_at', iso_time(c.expires_at),
	'proven_at', iso_time(c.proven_at))::text;

-- Asks for a code. The number is nobody's and somebody's alike. wait_seconds: so many were sent in a day, to this number or
-- for this account, that the next one has to wait; then nothing was done. A newer code takes the place of the one before.
create or replace function contact_proof_begin(p_id uuid, p_phone text,
	out wait_seconds integer, out status integer, out location text, out etag text, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	made contact_proof;
	before integer := limit_of('codes_a_day') - 1;
begin
	perform account_lock();
	perform pg_advisory_xact_lock(hashtextextended('contact_proof ' || p_phone, 0));
	select ceil(extract(epoch from max(fifth.asked_at) + interval '1 day' - now())) into wait_seconds from (
		(select c.asked_at from contact_proof c where c.account_id = caller_id() order by c.asked_at desc offset before limit 1)
		union all
		(select c.asked_at from contact_proof c where c.phone = p_phone order by c.asked_at desc offset before limit 1)) fifth
	where fifth.asked_at > now() - interval '1 day';
	if wait_seconds is not null then
		return;
	end if;
	update contact_proof c set expires_at = now(), code_hash = null
	where c.account_id = caller_id() and c.proven_at is null and c.expires_at > now();
	insert into contact_proof (id, account_id, phone, expires_at)
	values (p_id, caller_id(), p_phone, now() + make_interval(mins => limit_of('code_minutes')::integer)) returning * into made;
	perform outbox_add('contact-proof', p_id, 'sms');
	select k.* into status, location, etag, body from reply_keep(202, null, null, contact_proof_body(made)) k;
end $$;
grant execute on function contact_proof_begin to motcua_citizen;

-- The code is on its way: its hash, in place of that of a sending that did not come to its end. Whereto, and in which
-- language; no row if it is too late.
create or replace function contact_proof_send(p_id uuid, p_hash text, out phone text, out language text) returns setof record
language sql volatile security definer set search_path = public, pg_temp as $$
	update contact_proof c set code_hash = p_hash from account a
	where c.id = p_id and c.proven_at is null and c.expires_at > now() and a.id = c.account_id
	returning c.phone, a.language
$$;
grant execute on function contact_proof_send to motcua_worker;

-- Counts a try before anybody looks at the code, so that many at once are no more than one after the other. outcome: open,
-- with the hash that the code must match (null: it is not sent yet); proven before; spent; expired. It must be committed.
create or replace function contact_proof_try(p_id uuid, out outcome text, out code_hash text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	most integer := limit_of('code_tries');
begin
	update contact_proof c set tries = c.tries + 1
	where c.id = p_id and c.account_id = caller_id() and c.proven_at is null and c.expires_at > now() and c.tries < most
	returning 'open', c.code_hash into outcome, code_hash;
	if not found then
		select case when c.proven_at is not null then 'proven' when c.expires_at > now() then 'spent' else 'expired' end
		into outcome from contact_proof c where c.id = p_id and c.account_id = caller_id();
	end if;
	if outcome is null then
		perform problem('not-found');
	end if;
end $$;
grant execute on function contact_proof_try to motcua_citizen;

-- The code that p_hash is of was entered: the phone is in the hand of the account's person, and this is the evidence. The
-- same again changes nothing and is answered alike.
create or replace function contact_proof_confirm(p_id uuid, p_hash text, out body text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	shown contact_proof;
begin
	update contact_proof c set proven_at = now(), code_hash = null
	where c.id = p_id and c.account_id = caller_id() and c.proven_at is null and c.expires_at > now() and c.code_hash = p_hash
	returning * into shown;
	if found then
		insert into party_identifier (party_id, kind, value, source, level, seen_by)
		values (account_party(caller_id()), 'phone', shown.phone, 'message', 'proven', caller_id());
	else
		select * into shown from contact_proof c where c.id = p_id and c.account_id = caller_id() and c.proven_at is not null;
	end if;
	if shown.id is null then
		perform problem('code-expired');
	end if;
	body := contact_proof_body(shown);
end $$;
grant execute on function contact_proof_confirm to motcua_citizen;
