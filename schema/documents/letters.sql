-- What was written when a step was taken: of the rows that the step left, so that it reads the same for ever.
-- needs: core/values vocabulary/reasons vocabulary/steps

-- The questions of the dossier's form that a supplement asks anew, as the form words them, in its order.
create or replace function supplement_questions(d dossier, p_fields jsonb) returns jsonb language sql stable
begin atomic
	select coalesce(jsonb_agg(q.value ->> 'label' order by page.place, q.place), '[]')
	from procedure_version v cross join jsonb_array_elements(v.form_ui -> 'pages') with ordinality page (value, place)
	cross join jsonb_array_elements(page.value -> 'fields') with ordinality q (value, place)
	where v.id = d.procedure_version_id and p_fields ? (q.value ->> 'name');
end;

-- What a round of supplement asked for and until when.
create or replace function letter_asked(d dossier, p_at timestamptz) returns jsonb language sql stable
begin atomic
	select jsonb_build_object('until', epoch(r.limit_at), 'answers', supplement_questions(d, r.fields),
		'papers', (select coalesce(jsonb_agg(c.name order by c.ordinal), '[]') from procedure_component c
			where c.version_id = d.procedure_version_id and c.case_code = d.case_code and r.components ? c.code))
	from supplement_round r where r.dossier_id = d.id and r.asked_at = p_at;
end;

-- The day that was promised until a moment, and the one that is promised since.
create or replace function letter_promised(d dossier, p_at timestamptz) returns jsonb language sql stable
begin atomic
	select jsonb_build_object('before', epoch(b.due_at), 'due', epoch(n.due_at), 'estimated', n.estimated)
	from promise b join promise n on n.dossier_id = b.dossier_id and n.promised = 'result' and n.number > b.number
	where b.dossier_id = d.id and b.promised = 'result' and b.ended_why = 'extended' and b.ended_at = p_at
	order by b.number, n.number limit 1;
end;

-- The letter of a form that was written with an event, with the last of that form if none is named.
create or replace function dossier_letter(d dossier, p_form text, p_event uuid) returns jsonb language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
begin
	return (select jsonb_build_object('form', p_form, 'at', epoch(e.at), 'stage', s.name_vi, 'author', e.actor_name,
			'ground', reason_at(e.reason_code, e.at), 'said', e.note,
			'asked', letter_asked(d, e.at), 'promised', letter_promised(d, e.at))
		from dossier_event e left join dossier_state s on s.state = e.from_state
		where e.dossier_id = d.id and step_paper(e.kind) = p_form and e.id = coalesce(p_event, e.id)
		order by e.at desc, e.id desc limit 1);
end $$;
