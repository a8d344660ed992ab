-- Who held the dossier: a chain of hand-overs.
-- needs: core/append_only core/values dossier/submission identity/acting

create or replace trigger append_only before update or delete on custody for each row execute function append_only();

create or replace function custody_whole() returns trigger language plpgsql as $$
begin
	if not (new.sequence > 0 and length(new.hash) = 64 and rtrim(new.hash, '0123456789abcdef') = '') then
		raise check_violation using message = 'a link of the chain has its place and a SHA-256';
	end if;
	return new;
end $$;
create or replace trigger whole before insert on custody for each row execute function custody_whole();

-- What seals a link: SHA-256 over the link before, this hand-over and what the dossier says at it.
create or replace function custody_hash(p_before text, link custody) returns text language sql stable
return encode(sha256(convert_to(concat_ws('|', coalesce(p_before, repeat('0', 64)), link.dossier_id, link.sequence,
	link.unit_code, coalesce(link.officer_id::text, ''), coalesce(link.officer_name, ''), link.state, iso_time(link.since),
	coalesce(iso_time(link.until), ''), link.submission_sha256), 'UTF8')), 'hex');

-- A link of the chain. The first one follows none (null): a filing has no need to look for one, which would open every month.
create or replace function custody_seal(d dossier, p_at timestamptz, p_submission text, before custody) returns custody
language plpgsql stable as $$
declare
	link custody;
	officer text;
begin
	if d.holder_account_id is not null then
		officer := account_name(d.holder_account_id);
	end if;
	link := (d.id, coalesce(before.sequence, 0) + 1, d.holder_unit_code, d.holder_account_id, officer, d.state, p_at,
		d.step_due_at, p_submission, '');
	link.hash := custody_hash(before.hash, link);
	return link;
end $$;

-- The next link.
create or replace function custody_add(d dossier, p_at timestamptz) returns void language plpgsql as $$
declare
	before custody;
	link custody;
begin
	select * into before from custody c where c.dossier_id = d.id order by sequence desc limit 1;
	link := custody_seal(d, p_at, (submission_last(d.id)).sha256, before);
	insert into custody select link.*;
end $$;

create or replace trigger never_emptied before truncate on custody for each statement execute function append_only();
