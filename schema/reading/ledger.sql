-- The ledger of reading: each row in the transaction that reads, or before the list is answered.
-- needs: catalogue/units core/append_only core/caller core/values dossier/visible identity/posts

create or replace trigger append_only before update or delete on reading for each row execute function append_only();
create or replace trigger never_emptied before truncate on reading for each statement execute function append_only();

-- The caller opens a dossier: a row if it is one that the staff may see and not the caller's own matter.
create or replace function reading_open(p_operation text, p_dossier uuid) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	insert into reading (id, account_id, post_id, unit_code, operation, purpose, dossier_id, request)
	select uuid_v7(), caller_id(), held.id, held.unit_code, p_operation,
		case when d.holder_unit_code = any (units_below(caller_units())) then 'handling' else 'following' end,
		d.id, caller_request()
	from dossier d
	cross join lateral (
		select mine.id, mine.unit_code from post mine
		where mine.account_id = caller_id() and post_now(mine)
		order by mine.unit_code = d.holder_unit_code desc, mine.unit_code = d.unit_code desc, mine.unit_code limit 1
	) held
	where d.id = p_dossier and dossier_visible(d) and not caller_is_applicant(d.id);
end $$;
grant execute on function reading_open to motcua_staff;

create or replace function reading_open_shipment(p_operation text, p_number text) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	perform reading_open(p_operation, (select s.dossier_id from shipment s where s.tracking_number = p_number));
end $$;
grant execute on function reading_open_shipment to motcua_staff;

-- A list that is about to be answered: one row. It need not wait for the disk: lost with a crash is at most what was shown
-- in the last moment before it, and lists show little.
create or replace function reading_list(p_operation text, p_asked text, p_shown uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
	perform set_config('synchronous_commit', 'off', true);
	insert into reading (id, account_id, post_id, unit_code, operation, purpose, asked, shown, request)
	select uuid_v7(), caller_id(), held.id, held.unit_code, p_operation, 'listing', p_asked, p_shown,
		caller_request()
	from post held where held.account_id = caller_id() and post_now(held) order by held.unit_code limit 1;
	if not found then
		perform problem('forbidden');
	end if;
end $$;
grant execute on function reading_list to motcua_staff;
