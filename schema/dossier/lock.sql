-- Changing a dossier begins here.
-- needs: core/caller dossier/visible

-- The dossier, locked for a change, or not-found: unknown and forbidden look alike.
create or replace function dossier_lock(p_id uuid) returns dossier language plpgsql as $$
declare
	d dossier;
begin
	select * into d from dossier x where x.id = p_id and dossier_visible(x)
	for update;
	if not found then
		perform problem('not-found');
	end if;
	return d;
end $$;

create or replace function dossier_check_version(d dossier, p_etag text) returns void language plpgsql as $$
begin
	if p_etag <> '*' and not '"' || d.version || '"' = any (regexp_split_to_array(p_etag, '\s*,\s*')) then
		perform problem('stale');
	end if;
end $$;
