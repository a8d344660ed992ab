-- Parties: taking down who somebody is.
-- needs: core/caller core/values dossier/visible

-- A new party as p names it (kind, full_name, phone, email, personal_id, tax_code), with where that comes from. Numbers of a
-- paper that an officer saw (p's evidence) are better known than what somebody says.
create or replace function party_add(p jsonb, p_source text) returns uuid language plpgsql as $$
declare
	the_party uuid := uuid_v7();
begin
	insert into party (id, kind, name) values (the_party, coalesce(p ->> 'kind', 'person'), p ->> 'full_name');
	insert into party_identifier (party_id, kind, value, source, level, seen_by, evidence)
	select the_party, k.kind, p ->> k.kind, p_source,
		case when k.kind in ('personal_id', 'tax_code') and p ? 'evidence' then 'seen' else 'claimed' end, caller_id(),
		case when k.kind in ('personal_id', 'tax_code') then p ->> 'evidence' end
	from unnest('{phone,email,personal_id,tax_code}'::text[]) k(kind) where p ->> k.kind is not null;
	return the_party;
end $$;

-- Whom the desk names: somebody new, or the applicant of a dossier that the caller may see, by party_id.
create or replace function party_at_desk(p jsonb) returns uuid language plpgsql as $$
begin
	if p ->> 'party_id' is null then
		return party_add(p, 'desk');
	end if;
	if not exists (select from dossier_party known join dossier_party seen on seen.dossier_id = known.dossier_id
			where known.party_id = (p ->> 'party_id')::uuid and known.role in ('applicant', 'submitter')
				and relation_of_caller(seen)) then
		perform problem('party-unknown');
	end if;
	return (p ->> 'party_id')::uuid;
end $$;
