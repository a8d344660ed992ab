/* The desk: the queue, and the steps that take a dossier further. Times are computed here by the
 * working calendar; who may do what, and what follows from it, stands in schema/dossier. */
#include <stdlib.h>
#include <string.h>

#include "api/calendar/calendars.h"
#include "api/calendar/time_limit.h"
#include "api/dossier/filing.h"
#include "api/identity/typed.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/states.h"
#include "gen/vocabulary/steps.h"
#include "lib/base/clock.h"
#include "lib/dossier/dossier_code.h"
#include "lib/json/json.h"

enum mc_rc
mc_op_list_inbox(struct mc_request *rq)
{
	const struct mc_list_inbox_params *p = rq->params;
	const char *words = p->q;
	struct mc_dossier_code code;

	if (words != NULL && mc_dossier_code_find(words, &code))
		words = code.text;
	return mc_reply_query(rq, 200, &mc_sql_inbox_list,
	    (const char *const[]){
		p->state, p->unit, p->overdue, p->mine, words, p->limit, p->cursor});
}

static int64_t
number(const struct mc_rows *rows, const char *column)
{
	const char *text = mc_rows_get(rows, 0, column);

	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

static void
set_time(struct mc_request *rq, const char *member, const struct mc_due *due)
{
	if (due->limited)
		json_object_set_new(
		    rq->body, member, json_string(mc_clock_rfc3339(rq->ctx.arena, due->at * 1000)));
}

static enum mc_rc
set_limit_of_supplement(struct mc_request *rq, const struct mc_calendar *calendar, int64_t now)
{
	const json_t *days = json_object_get(rq->body, "days");
	struct mc_time_limit limit;
	struct mc_due due;

	TRY(mc_time_limit_by_rule(&rq->ctx, MC_RULE_SUPPLEMENT, now, &limit));
	if (days != NULL)
		limit.amount = json_integer_value(days);
	TRY(mc_calendar_due(&rq->ctx, calendar, now, &limit, &due));
	set_time(rq, "limit_at", &due);
	set_time(rq, "step_due_at", &due);
	return MC_OK;
}

/* Supplied: the unit gets the time it waited; before acceptance it decides anew within its hours.
 */
static enum mc_rc
set_due_after_supplement(struct mc_request *rq, const struct mc_calendar *calendar,
    const struct mc_rows *facts, const struct mc_time_limit *limit, int64_t now)
{
	struct mc_time_limit intake;
	int64_t due_at = number(facts, "due_epoch");
	struct mc_due before = {.limited = due_at != 0, .at = due_at};
	struct mc_due due;

	if (due_at != 0) {
		TRY(mc_calendar_due_after_supplement(&rq->ctx, calendar, MC_SUPPLEMENT_SHIFT, limit,
		    &before, number(facts, "requested_epoch"), now, &due));
		set_time(rq, "due_at", &due);
		set_time(rq, "step_due_at", &due);
		return MC_OK;
	}
	TRY(mc_time_limit_by_rule(&rq->ctx, MC_RULE_INTAKE, now, &intake));
	TRY(mc_calendar_due(&rq->ctx, calendar, now, &intake, &due));
	set_time(rq, "step_due_at", &due);
	return MC_OK;
}

/* Puts the times that the step sets into the body. */
static enum mc_rc
set_times(struct mc_request *rq, const struct mc_rows *facts, enum mc_step_clock clock)
{
	const struct mc_calendar *calendar;
	int64_t now = number(facts, "now_epoch");
	struct mc_time_limit limit;
	struct mc_due due;

	TRY(mc_calendars_get(rq, mc_rows_get(facts, 0, "unit_code"), now, &calendar));
	TRY(mc_time_limit_read(&rq->ctx, facts, &limit));
	switch (clock) {
	case MC_CLOCK_STAYS:
		return MC_OK;
	case MC_CLOCK_PROMISE:
		TRY(mc_calendar_due(&rq->ctx, calendar, now, &limit, &due));
		set_time(rq, "due_at", &due);
		set_time(rq, "step_due_at", &due);
		return MC_OK;
	case MC_CLOCK_SUPPLEMENT:
		return set_limit_of_supplement(rq, calendar, now);
	case MC_CLOCK_RESUMED:
		if (mc_rows_get(facts, 0, "requested_epoch") == NULL)
			return MC_OK;
		return set_due_after_supplement(rq, calendar, facts, &limit, now);
	}
	return MC_OK;
}

/* Whoever else takes this step, or takes it elsewhere, is refused by dossier_act. */
static bool
is_supply(const struct mc_step *step, const struct mc_rows *facts)
{
	return strcmp(step->code, MC_STEP_SUPPLY) == 0 &&
	       strcmp(mc_rows_get(facts, 0, "fills_in"), "t") == 0 &&
	       strcmp(mc_rows_get(facts, 0, "state"), MC_STATE_SUPPLEMENT_REQUESTED) == 0;
}

/* What is supplied passes the gate of a filing. */
static enum mc_rc
seal_supply(struct mc_request *rq, const struct mc_rows *facts)
{
	MC_CLEANUP(mc_filing_done) struct mc_filing filing = {0};
	json_t *filed;

	TRY(mc_filing_check(rq, facts, &filing));
	TRY(mc_filing_seal(rq, &filing, mc_rows_get(facts, 0, "code"),
	    number(facts, "submitted_epoch"),
	    json_string_value(json_object_get(rq->body, "due_at")), &filed));
	json_object_set_new(rq->body, "filed", filed);
	return MC_OK;
}

enum mc_rc
mc_op_create_dossier_action(struct mc_request *rq)
{
	const struct mc_create_dossier_action_params *p = rq->params;
	const struct mc_step *step =
	    mc_step_of(json_string_value(json_object_get(rq->body, "action")));
	const struct mc_rows *facts;

	mc_typed_personal_id(rq, rq->body, "receiver_personal_id", "/receiver_personal_id");
	TRY(mc_typed_end(rq));
	TRY(mc_request_ask(rq, &mc_sql_dossier_facts, (const char *const[]){p->id}, &facts));
	if (mc_rows_count(facts) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(set_times(rq, facts, step->clock));
	if (is_supply(step, facts))
		TRY(seal_supply(rq, facts));
	return mc_reply_query(rq, 201, &mc_sql_dossier_act,
	    (const char *const[]){p->id, mc_rows_get(facts, 0, "version"),
		mc_json_canonical(rq->ctx.arena, rq->body)});
}
