/* Submission, in three steps. Facts: what the draft holds, through the gate of filing.h. Number:
 * the dossier's code, given in a transaction of its own that does not wait for the disk, after the
 * key was looked for; asked for again, it is the same (dossier_number). Filing: state, code,
 * submission, receipt, fee, event, custody, notice and kept reply in one transaction, which refuses
 * if the draft changed meanwhile. If the program dies in between, the next try goes on with the
 * same code. */
#include <string.h>

#include "api/core/app.h"
#include "api/calendar/calendars.h"
#include "api/calendar/time_limit.h"
#include "api/dossier/filing.h"
#include "api/identity/device.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "gen/vocabulary/states.h"
#include "lib/base/clock.h"
#include "lib/dossier/dossier_clock.h"
#include "lib/json/json.h"
#include "lib/site/site.h"

struct times {
	struct mc_due intake;   /* the unit decides whether to accept it */
	struct mc_due expected; /* the result */
};

static enum mc_rc
check_state(struct mc_ctx *ctx, const struct mc_rows *facts)
{
	if (mc_rows_count(facts) == 0)
		return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
	if (strcmp(mc_rows_get(facts, 0, "state"), MC_STATE_DRAFT) != 0)
		return mc_fail(ctx, MC_PROBLEM_WRONG_STATE, NULL);
	if (strcmp(mc_rows_get(facts, 0, "fills_in"), "t") != 0)
		return mc_fail(ctx, MC_PROBLEM_FORBIDDEN, NULL);
	return MC_OK;
}

/* What was begun under rules that have ended is filed under those in force, once its applicant has
 * looked at what changed. */
static enum mc_rc
check_in_force(struct mc_request *rq, const char *id, const struct mc_rows *facts)
{
	MC_CLEANUP(mc_json_freep) json_t *papers = NULL;
	const struct mc_rows *rows;
	const char *code, *text;
	json_t *name;

	if (strcmp(mc_rows_get(facts, 0, "outdated"), "f") == 0)
		return MC_OK;
	TRY(mc_request_query(rq, &mc_sql_draft_renew, (const char *const[]){id}, &rows));
	text = mc_rows_get(rows, 0, "papers");
	TRY(mc_json_parse(&rq->ctx, text, strlen(text), &papers));
	json_object_foreach(papers, code, name)
	{
		mc_problem_add(&rq->ctx, mc_sprintf(rq->ctx.arena, "/components/%s", code),
		    MC_ITEM_PAPER_NOW_REQUIRED(rq->ctx.arena, json_string_value(name)));
	}
	return mc_fail(&rq->ctx, MC_PROBLEM_PROCEDURE_CHANGED, NULL);
}

static enum mc_rc
compute_times(struct mc_request *rq, const struct mc_filing *filing, struct times *ret_times)
{
	const struct mc_calendar *calendar;
	struct mc_time_limit limit;

	TRY(mc_time_limit_read(&rq->ctx, filing->facts, &limit));
	TRY(mc_calendars_get(
	    rq, mc_rows_get(filing->facts, 0, "unit_code"), filing->now, &calendar));
	return mc_dossier_clock_begin(&rq->ctx, calendar, &limit,
	    mc_rows_get(filing->facts, 0, "law"),
	    json_string_value(json_object_get(filing->said, "channel")), filing->now,
	    &ret_times->intake, &ret_times->expected);
}

enum mc_rc
mc_op_submit_dossier(struct mc_request *rq)
{
	const struct mc_submit_dossier_params *p = rq->params;
	MC_CLEANUP(mc_filing_done) struct mc_filing filing = {0};
	MC_CLEANUP(mc_json_freep) json_t *filed = NULL;
	struct mc_arena *arena = rq->ctx.arena;
	const struct mc_rows *facts, *rows;
	const char *code, *expected;
	struct times times;

	TRY(mc_request_ask(rq, &mc_sql_dossier_facts, (const char *const[]){p->id}, &facts));
	TRY(check_state(&rq->ctx, facts));
	TRY(check_in_force(rq, p->id, facts));
	TRY(mc_filing_check(rq, facts, &filing));
	TRY(compute_times(rq, &filing, &times));
	TRY(mc_request_query(rq, &mc_sql_dossier_number, (const char *const[]){p->id}, &rows));
	code = mc_rows_get(rows, 0, "code");
	expected =
	    times.expected.limited ? mc_clock_rfc3339(arena, times.expected.at * 1000) : NULL;
	TRY(mc_filing_seal(
	    rq, &filing, code, filing.now, expected, times.expected.estimated, &filed));
	return mc_reply_query(rq, 201, &mc_sql_dossier_submit,
	    (const char *const[]){p->id, mc_rows_get(facts, 0, "version"), code,
		mc_clock_rfc3339(arena, filing.now * 1000),
		mc_clock_rfc3339(arena, times.intake.at * 1000), expected,
		times.expected.estimated ? "true" : "false", mc_json_canonical(arena, filed),
		mc_device_of(rq), mc_site_network(rq->app->site, rq->address)});
}
