-- Downloads.
-- needs: dossier/submission dossier/visible vocabulary/steps

-- A file of a dossier that the caller may read, of whichever submission; what was not filed yet is his who fills it in. The
-- applicant gets a result once the fee is paid. fetches: with it an online result is handed over.
create or replace function dossier_file_get(p_id uuid, p_file uuid, out name text, out media_type text, out size bigint,
	out sha256 text, out fetches boolean)
returns setof record language sql stable security definer set search_path = public, pg_temp as $$
	select f.name, b.media_type, b.size, b.sha256, f.component_code is null and 'fetch' = any (dossier_actions(d))
	from dossier d join dossier_file f on f.dossier_id = d.id join blob b on b.sha256 = f.blob_sha256
	where d.id = p_id and f.id = p_file and dossier_visible(d)
		and case when f.component_code is null then d.finished_at is not null
			and (not caller_is_applicant(d.id) or d.fee_state <> 'due')
			else d.supplement is null or caller_fills_in(d)
				or exists (select from submission s where s.dossier_id = p_id and submission_has(s.content::jsonb, f.id)) end
$$;
grant execute on function dossier_file_get to motcua_citizen, motcua_staff;
