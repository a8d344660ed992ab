-- Claims for money against a dossier, see the table charge.
-- needs: core/values notice/notices vocabulary/notes

-- A charge stays what it is; only what became of it is written.
create or replace function charge_guard() returns trigger language plpgsql as $$
begin
	if to_jsonb(new) - 'state' <> to_jsonb(old) - 'state'
			or not (old.state, new.state) in (('open', 'paid'), ('open', 'void'), ('paid', 'to_refund'))
			and not (old.kind = 'refund' and new.state = 'void') then
		raise exception using errcode = 'MC002', message = 'a charge does not change like this';
	end if;
	return new;
end $$;
create or replace trigger charge_guard before update on charge for each row execute function charge_guard();

-- The dossier with what its charges say together. It keeps that, so that a list adds nothing up.
create or replace function charges_say(d dossier) returns dossier language plpgsql stable as $$
begin
	select case when bool_or(c.state = 'open') then 'due'
			when bool_or(c.state = 'to_refund' and c.kind <> 'refund') then 'to_refund'
			when bool_or(c.state = 'paid') then 'paid' else 'none' end,
		coalesce(sum(c.total) filter (where c.kind <> 'refund' and c.state <> 'void'), 0),
		coalesce(sum(c.total) filter (where c.kind <> 'refund' and c.state in ('paid', 'to_refund')), 0),
		coalesce(sum(c.total) filter (where c.state = 'to_refund'), 0)
	into d.fee_state, d.fee_total, d.fee_paid, d.fee_to_refund
	from charge c where c.dossier_id = d.id;
	return d;
end $$;

-- What is still open is no longer due, and whoever pays it late is told so.
create or replace function charges_void(p_dossier uuid) returns void language plpgsql as $$
begin
	update payment p set state = 'ended', note = note_text('no_longer_due', '{}')
	from charge c where c.dossier_id = p_dossier and c.state = 'open' and p.charge_id = c.id and p.state = 'pending';
	update charge c set state = 'void' where c.dossier_id = p_dossier and c.state = 'open';
end $$;

-- A dossier ends without a result: no claim stays open, and all that was paid is to be given back.
create or replace function charges_end(d dossier) returns dossier language plpgsql as $$
declare
	paid bigint;
begin
	perform charges_void(d.id);
	update charge c set state = 'void' where c.dossier_id = d.id and c.kind = 'refund' and c.state = 'to_refund';
	with given as (
		update charge c set state = 'to_refund' where c.dossier_id = d.id and c.state = 'paid' returning c.total
	)
	select sum(total) into paid from given;
	if paid > 0 then
		perform notify_applicants(d.id, 'fee_to_refund', jsonb_build_object('code', d.code, 'amount', paid));
	end if;
	return charges_say(d);
end $$;

-- Line by line, by how much a quote is more (or less, negative) than the charges in some states; no row where it is the same.
create or replace function charges_differ(p_dossier uuid, p_quote jsonb, p_states text[], out line jsonb, out more bigint)
returns setof record language sql stable
begin atomic
	with claimed as (
		select l.value ->> 'code' as code, (array_agg(l.value))[1] as line,
			sum((l.value ->> 'amount')::bigint * case when c.kind = 'refund' then -1 else 1 end)::bigint as amount
		from charge c cross join jsonb_array_elements(c.lines) l
		where c.dossier_id = p_dossier and (c.state = any (p_states) or c.kind = 'refund' and c.state <> 'void')
		group by l.value ->> 'code'
	), wanted as (
		select l.value ->> 'code' as code, (array_agg(l.value))[1] as line, sum((l.value ->> 'amount')::bigint)::bigint as amount
		from jsonb_array_elements(p_quote -> 'lines') l group by l.value ->> 'code'
	)
	select coalesce(w.line, h.line), coalesce(w.amount, 0) - coalesce(h.amount, 0)
	from wanted w full join claimed h on h.code = w.code
	where coalesce(w.amount, 0) <> coalesce(h.amount, 0);
end;

-- The line of so much money: so many pieces more, where that comes out even.
create or replace function charge_line(p_line jsonb, p_amount bigint) returns jsonb language sql immutable
return p_line || jsonb_build_object('amount', p_amount)
	|| case when (p_line ->> 'unit_amount')::bigint > 0 and p_amount % (p_line ->> 'unit_amount')::bigint = 0
		then jsonb_build_object('quantity', p_amount / (p_line ->> 'unit_amount')::bigint)
		else jsonb_build_object('unit_amount', p_amount, 'quantity', 1) end;

-- A charge for what a quote is more (p_sign 1) or less (-1) than what was paid; how much that is.
create or replace function charge_difference(d dossier, p_quote jsonb, p_sign integer, p_kind text, p_state text) returns bigint
language plpgsql as $$
declare
	lines jsonb;
	amount bigint;
begin
	select jsonb_agg(charge_line(f.line, f.more * p_sign)), sum(f.more * p_sign) into lines, amount
	from charges_differ(d.id, p_quote, '{paid}') f where f.more * p_sign > 0;
	if amount > 0 then
		insert into charge (id, dossier_id, submission_number, kind, lines, total, state)
		values (uuid_v7(), d.id, d.submission_number, p_kind, lines, amount, p_state);
	end if;
	return amount;
end $$;

-- A supplement has changed what the dossier costs: more is charged, less is given back, line by line, never kept in silence.
-- d says already what it costs now; gives it back with what its charges say then.
create or replace function charges_follow(d dossier, p_quote jsonb) returns dossier language plpgsql as $$
declare
	less bigint;
	more bigint;
	was_paid boolean := exists (select from charge c where c.dossier_id = d.id and c.state = 'paid');
begin
	if exists (select from charges_differ(d.id, p_quote, '{open,paid}')) then
		perform charges_void(d.id);
		less := charge_difference(d, p_quote, -1, 'refund', 'to_refund');
		more := charge_difference(d, p_quote, 1, case when was_paid then 'difference' else 'fee' end, 'open');
		if less > 0 then
			perform notify_applicants(d.id, 'fee_falls', jsonb_build_object('code', d.code, 'amount', less));
		end if;
		if more > 0 then
			perform notify_applicants(d.id, 'fee_rises', jsonb_build_object('code', d.code, 'amount', more));
		end if;
	end if;
	return charges_say(d);
end $$;
