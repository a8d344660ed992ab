-- What a step would do: it is taken for as long as it needs to be looked at, and then was never taken.
-- needs: dossier/act dossier/lock dossier/read dossier/visible reading/ledger vocabulary/steps

-- What this transaction has told about a dossier, and to whom: words in each language, values, and where messages go.
create or replace function dossier_told_now(p_dossier uuid) returns jsonb language sql stable as $$
	select coalesce(jsonb_agg(jsonb_build_object('language', a.language, 'words', t.words, 'told', n.told, 'full_name', p.name,
		'email', a.email, 'phone', a.phone) order by t.id, a.id), '[]')
	from notification n join notice_template t on t.id = n.template_id join account a on a.id = n.account_id
	join party p on p.id = a.party_id
	where n.account_id = any (dossier_told_accounts(p_dossier)) and n.created_at = now() and n.dossier_id = p_dossier
$$;

-- Of the charges of a dossier those that were otherwise before (id -> state).
create or replace function charges_changed(p_dossier uuid, p_before jsonb) returns jsonb language sql stable as $$
	select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'total', c.total, 'state', c.state)
		order by c.created_at, c.id), '[]')
	from charge c where c.dossier_id = p_dossier and c.state is distinct from p_before ->> c.id::text
$$;

-- The papers that a step made: form 01 with acceptance, a receipt with what was supplied, one with money, the letter of the step.
create or replace function papers_made(d dossier, n dossier, p_step text) returns jsonb language sql immutable
return to_jsonb(array_remove(array[
	case when d.received_at is null and n.received_at is not null then 'appointment' end,
	case when n.submission_number > d.submission_number then 'receipt' end,
	case when n.fee_paid > d.fee_paid then 'payment-receipt' end,
	step_paper(p_step)], null));

-- Of each charge of a dossier how it is (id -> state).
create or replace function charge_states(p_dossier uuid) returns jsonb language sql stable as $$
	select coalesce(jsonb_object_agg(c.id, c.state), '{}') from charge c where c.dossier_id = p_dossier
$$;

-- The dossier as a step has just made it of d, in short. What is checked at the end of a transaction is checked before.
create or replace function step_outcome(d dossier, p_step text, p_charges jsonb) returns jsonb language plpgsql as $$
declare
	n dossier := (select x from dossier x where x.id = d.id);
begin
	set constraints all immediate;
	return (select jsonb_object_agg(key, value) from jsonb_each((select r.body::jsonb from dossier_read(d.id, true) r))
			where key in ('state', 'state_name', 'ended_why', 'holder', 'due_at', 'due_estimated', 'step_due_at', 'payment'))
		|| jsonb_build_object('charges', charges_changed(d.id, p_charges), 'papers', papers_made(d, n, p_step),
			'told', dossier_told_now(d.id));
end $$;

-- All that dossier_act does is undone with the block that did it; what is left is the row of the ledger of reading.
create or replace function dossier_act_preview(p_id uuid, p_etag text, p_version bigint, p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
	d dossier;
	charges jsonb;
	outcome jsonb;
begin
	perform reading_open('createDossierAction', p_id);
	begin
		d := dossier_lock(p_id);
		charges := charge_states(p_id);
		perform dossier_act(p_id, p_etag, p_version, p);
		outcome := step_outcome(d, p ->> 'action', charges);
		raise exception using errcode = 'MC003';
	exception when sqlstate 'MC003' then
		null;
	end;
	return outcome;
end $$;
grant execute on function dossier_act_preview to motcua_citizen, motcua_staff;
