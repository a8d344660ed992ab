/* Submission, in three steps. Facts: what the draft holds, through the gate of filing.h. Number:
 * the dossier's code, given in a transaction of its own that does not wait for the disk, after the
 * key was looked for; asked for again, it is the same (dossier_number). Filing: state, code,
 * submission, receipt, fee, event, custody, notice and kept reply in one transaction, which refuses
 * if the draft changed meanwhile. If the program dies in between, the next try goes on with the
 * same code. */
#include <stdlib.h>
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
#include "lib/calendar/local_time.h"
#include "lib/dossier/dossier_clock.h"
#include "lib/json/json.h"
#include "lib/payment/money.h"
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

/* What the draft cost when it was begun; nothing where its answers cannot be priced as then. */
static enum mc_rc
quote_begun(struct mc_request *rq, const struct mc_filing *filing, const struct mc_rows *begun,
    struct mc_fee_quote *ret_quote)
{
	MC_CLEANUP(mc_json_freep) json_t *fees = NULL;
	const char *lines = mc_rows_get(begun, 0, "lines");

	*ret_quote = (struct mc_fee_quote){0};
	if (lines == NULL)
		return MC_OK;
	TRY(mc_json_parse(&rq->ctx, lines, strlen(lines), &fees));
	if (mc_fees_quote(&rq->ctx, fees, filing->answers, ret_quote) != MC_OK)
		mc_problem_clear(&rq->ctx);
	return MC_OK;
}

/* Nobody is charged an amount that he was not shown: it is the one he sends, else the one that was
 * asked when the draft was begun. */
static enum mc_rc
check_fee(struct mc_request *rq, const char *id, const struct mc_filing *filing)
{
	const json_t *shown = json_object_get(rq->body, "fee_total");
	const char *now = mc_money_digits(rq->ctx.arena, filing->quote.total);
	const struct mc_rows *begun;
	struct mc_fee_quote before;
	const char *changed;

	if (shown != NULL ? json_integer_value(shown) == filing->quote.total
			  : strcmp(mc_rows_get(filing->facts, 0, "fees_new"), "f") == 0)
		return MC_OK;
	TRY(mc_request_ask(rq, &mc_sql_draft_fees_begun, (const char *const[]){id}, &begun));
	TRY(quote_begun(rq, filing, begun, &before));
	if (shown == NULL && before.total == filing->quote.total)
		return MC_OK;
	if (shown != NULL)
		mc_problem_add(&rq->ctx, "/fee_total",
		    MC_ITEM_FEE_TOTAL_SEEN(rq->ctx.arena, now,
			mc_money_digits(rq->ctx.arena, json_integer_value(shown))));
	else
		mc_problem_add(&rq->ctx, "/fee_total", MC_ITEM_FEE_TOTAL_NOW(rq->ctx.arena, now));
	changed = mc_rows_get(begun, 0, "changed_epoch");
	if (changed != NULL)
		mc_fees_tell_changes(&rq->ctx, &before, &filing->quote,
		    mc_date_text(rq->ctx.arena, strtoll(changed, NULL, 10)));
	return mc_fail(&rq->ctx, MC_PROBLEM_FEE_CHANGED, NULL);
}

static enum mc_rc
compute_times(struct mc_request *rq, const struct mc_filing *filing, struct times *ret_times)
{
	const char *channel = json_string_value(json_object_get(filing->said, "channel"));
	const struct mc_calendar *calendar;
	struct mc_time_limit limit;

	TRY(mc_form_time_limit(&rq->ctx, filing->form,
	    json_string_value(json_object_get(filing->said, "case_code")), channel, &limit));
	TRY(mc_calendars_get(
	    rq, mc_rows_get(filing->facts, 0, "unit_code"), filing->now, &calendar));
	return mc_dossier_clock_begin(&rq->ctx, calendar, &limit,
	    mc_rows_get(filing->facts, 0, "law"), channel, filing->now, &ret_times->intake,
	    &ret_times->expected);
}

enum mc_rc
mc_op_submit_dossier(struct mc_request *rq)
{
	const struct mc_submit_dossier_params *p = rq->params;
	MC_CLEANUP(mc_filing_done) struct mc_filing filing = {0};
	struct mc_arena *arena = rq->ctx.arena;
	const struct mc_rows *facts, *rows;
	const char *code, *expected;
	struct mc_sealed sealed;
	struct times times;

	TRY(mc_request_ask(rq, &mc_sql_dossier_facts, (const char *const[]){p->id}, &facts));
	TRY(check_state(&rq->ctx, facts));
	TRY(check_in_force(rq, p->id, facts));
	TRY(mc_filing_check(rq, facts, &filing));
	TRY(check_fee(rq, p->id, &filing));
	TRY(compute_times(rq, &filing, &times));
	TRY(mc_request_ask(
	    rq, &mc_sql_dossier_number, (const char *const[]){p->id, rq->idempotency.key}, &rows));
	rq->idempotency.looked_for = true;
	code = mc_rows_get(rows, 0, "code");
	expected =
	    times.expected.limited ? mc_clock_rfc3339(arena, times.expected.at * 1000) : NULL;
	TRY(mc_filing_seal(
	    rq, &filing, code, filing.now, expected, times.expected.estimated, &sealed));
	return mc_reply_query(rq, 201, &mc_sql_dossier_submit,
	    (const char *const[]){p->id, mc_rows_get(facts, 0, "version"), code,
		mc_clock_rfc3339(arena, filing.now * 1000),
		mc_clock_rfc3339(arena, times.intake.at * 1000), expected,
		times.expected.estimated ? "true" : "false", sealed.content, sealed.payload,
		sealed.jws, mc_device_of(rq), mc_site_network(rq->app->site, rq->address)});
}
