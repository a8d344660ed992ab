/* Submission, in three steps. Facts: what the draft holds, checked against the form, the required
 * papers and the fees. Number: the dossier's code, given in a transaction of its own that does not
 * wait for the disk, after the key was looked for; asked for again, it is the same
 * (dossier_number). Filing: state, code, receipt, fee, event, custody, notice and kept reply in one
 * transaction, which refuses if the draft changed meanwhile. If the program dies in between, the
 * next try goes on with the same code. */
#include <stdlib.h>
#include <string.h>

#include "api/core/app.h"
#include "api/calendar/calendars.h"
#include "api/calendar/time_limit.h"
#include "api/catalogue/forms.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "gen/vocabulary/channels.h"
#include "gen/vocabulary/printed.h"
#include "gen/vocabulary/states.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/trust/signature.h"
#include "lib/payment/fees.h"
#include "lib/dossier/receipt.h"

struct submission {
	const struct mc_rows *facts;
	int64_t now; /* seconds since 1970 */
	json_t *answers;
	json_t *receipt;
	struct mc_fee_quote quote;
	struct mc_time_limit intake_limit;
	struct mc_due intake;   /* the unit decides whether to accept it */
	struct mc_due expected; /* the result, if it is accepted in time */
	const char *payload;
	char *jws;
};

static void
submission_done(struct submission *submission)
{
	json_decref(submission->answers);
	json_decref(submission->receipt);
}

static enum mc_rc
parse_column(struct mc_ctx *ctx, const struct mc_rows *rows, const char *column, json_t **ret_json)
{
	const char *text = mc_rows_get(rows, 0, column);

	if (text == NULL)
		text = "[]";
	return mc_json_parse(ctx, text, strlen(text), ret_json);
}

static enum mc_rc
check_state(struct mc_ctx *ctx, const struct mc_rows *facts)
{
	if (mc_rows_count(facts) == 0)
		return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
	if (strcmp(mc_rows_get(facts, 0, "state"), MC_STATE_DRAFT) != 0)
		return mc_fail(ctx, MC_PROBLEM_WRONG_STATE, NULL);
	if (strcmp(mc_rows_get(facts, 0, "is_applicant"), "t") != 0)
		return mc_fail(ctx, MC_PROBLEM_FORBIDDEN, NULL);
	return MC_OK;
}

static enum mc_rc
check_answers(struct mc_request *rq, const struct submission *submission)
{
	MC_CLEANUP(mc_form_releasep) struct mc_form *form = NULL;

	TRY(mc_forms_get(rq, mc_rows_get(submission->facts, 0, "version_id"), &form));
	return mc_schema_check(
	    &rq->ctx, mc_form_schema(form), submission->answers, MC_PROBLEM_ANSWERS_INVALID);
}

static enum mc_rc
check_papers(struct mc_request *rq, const struct submission *submission)
{
	MC_CLEANUP(mc_json_freep) json_t *missing = NULL;
	size_t i;
	json_t *code;

	if (mc_rows_get(submission->facts, 0, "missing") == NULL)
		return MC_OK;
	TRY(parse_column(&rq->ctx, submission->facts, "missing", &missing));
	json_array_foreach(missing, i, code)
	{
		mc_problem_add(&rq->ctx,
		    mc_sprintf(rq->ctx.arena, "/components/%s", json_string_value(code)),
		    MC_ITEM_PAPER_REQUIRED);
	}
	return json_array_size(missing) > 0 ? mc_fail(&rq->ctx, MC_PROBLEM_COMPONENT_MISSING, NULL)
					    : MC_OK;
}

static enum mc_rc
check_address(struct mc_request *rq, const struct submission *submission)
{
	const json_t *facts = submission->receipt;
	const char *channel = json_string_value(json_object_get(facts, "return_channel"));

	if (strcmp(channel, MC_CHANNEL_POST) != 0 ||
	    json_is_object(json_object_get(facts, "return_address")))
		return MC_OK;
	mc_problem_add(&rq->ctx, "/return_address", MC_ITEM_ADDRESS_REQUIRED);
	return mc_fail(&rq->ctx, MC_PROBLEM_ANSWERS_INVALID, NULL);
}

static enum mc_rc
quote_fees(struct mc_request *rq, struct submission *submission)
{
	MC_CLEANUP(mc_json_freep) json_t *fees = NULL;

	TRY(parse_column(&rq->ctx, submission->facts, "fees", &fees));
	return mc_fees_quote(&rq->ctx, fees, submission->answers, &submission->quote);
}

static enum mc_rc
compute_times(struct mc_request *rq, struct submission *submission)
{
	const struct mc_calendar *calendar;
	struct mc_time_limit limit;

	TRY(mc_time_limit_by_rule(
	    &rq->ctx, MC_RULE_INTAKE, submission->now, &submission->intake_limit));
	TRY(mc_time_limit_read(&rq->ctx, submission->facts, &limit));
	TRY(mc_calendars_get(
	    rq, mc_rows_get(submission->facts, 0, "unit_code"), submission->now, &calendar));
	TRY(mc_calendar_due(
	    &rq->ctx, calendar, submission->now, &submission->intake_limit, &submission->intake));
	return mc_calendar_due(
	    &rq->ctx, calendar, submission->intake.at, &limit, &submission->expected);
}

/* What happens next, in the applicant's words. */
static json_t *
next_steps(struct mc_arena *arena, const struct submission *submission)
{
	const char *channel =
	    json_string_value(json_object_get(submission->receipt, "return_channel"));
	json_t *steps = json_array();

	json_array_append_new(steps, json_string(MC_PRINTED_NEXT_CHECK(arena,
					 mc_time_limit_text(arena, &submission->intake_limit))));
	if (submission->quote.total > 0)
		json_array_append_new(steps, json_string(MC_PRINTED_NEXT_PAY));
	json_array_append_new(steps, json_string(mc_channel_of(channel)->printed_next));
	return steps;
}

static json_t *
person(const json_t *from, bool with_id)
{
	json_t *personal_id = json_object_get(from, "personal_id");
	json_t *to = json_object();

	json_object_set(to, "name", json_object_get(from, "full_name"));
	if (with_id)
		json_object_set(to, "personal_id", personal_id != NULL ? personal_id : json_null());
	return to;
}

/* Turns the facts that SQL gave into those of the receipt, signs them. */
static enum mc_rc
write_receipt(struct mc_request *rq, struct submission *submission, const char *code)
{
	json_t *receipt = submission->receipt;
	struct mc_arena *arena = rq->ctx.arena;
	const char *expected = submission->expected.limited
				   ? mc_clock_rfc3339(arena, submission->expected.at * 1000)
				   : NULL;

	json_object_set_new(receipt, "next", next_steps(arena, submission));
	json_object_set_new(
	    receipt, "applicant", person(json_object_get(receipt, "applicant"), true));
	json_object_set_new(
	    receipt, "submitter", person(json_object_get(receipt, "submitter"), false));
	json_object_del(receipt, "return_address");
	json_object_del(json_object_get(receipt, "unit"), "phone");
	json_object_set_new(receipt, "iss", json_string(rq->app->config->base_url));
	json_object_set_new(receipt, "code", json_string(code));
	json_object_set_new(
	    receipt, "submitted_at", json_string(mc_clock_rfc3339(arena, submission->now * 1000)));
	json_object_set_new(
	    receipt, "expected_by", expected == NULL ? json_null() : json_string(expected));
	json_object_set_new(receipt, "fees", mc_fees_json(&submission->quote));
	TRY(mc_receipt_text(&rq->ctx, receipt, &submission->payload));
	return mc_jws_sign(&rq->ctx, rq->app->keys, submission->now, "receipt+jws",
	    submission->payload, strlen(submission->payload), &submission->jws);
}

static enum mc_rc
file(struct mc_request *rq, const char *id, const struct submission *submission, const char *code)
{
	struct mc_arena *arena = rq->ctx.arena;
	MC_CLEANUP(mc_json_freep) json_t *fees = mc_fees_json(&submission->quote);

	return mc_reply_query(rq, 201, &mc_sql_dossier_submit,
	    (const char *const[]){id, mc_rows_get(submission->facts, 0, "version"), code,
		mc_clock_rfc3339(arena, submission->now * 1000),
		mc_clock_rfc3339(arena, submission->intake.at * 1000),
		submission->expected.limited
		    ? mc_clock_rfc3339(arena, submission->expected.at * 1000)
		    : NULL,
		submission->payload, submission->jws,
		mc_json_canonical(arena, json_object_get(fees, "lines")),
		mc_sprintf(arena, "%lld", (long long)submission->quote.total)});
}

enum mc_rc
mc_op_submit_dossier(struct mc_request *rq)
{
	const struct mc_submit_dossier_params *p = rq->params;
	MC_CLEANUP(submission_done) struct submission submission = {0};
	const struct mc_rows *rows;
	const char *code;

	TRY(mc_request_ask(
	    rq, &mc_sql_dossier_facts, (const char *const[]){p->id}, &submission.facts));
	TRY(check_state(&rq->ctx, submission.facts));
	submission.now = strtoll(mc_rows_get(submission.facts, 0, "now_epoch"), NULL, 10);
	TRY(parse_column(&rq->ctx, submission.facts, "answers", &submission.answers));
	TRY(parse_column(&rq->ctx, submission.facts, "facts", &submission.receipt));
	TRY(check_answers(rq, &submission));
	TRY(check_papers(rq, &submission));
	TRY(check_address(rq, &submission));
	TRY(quote_fees(rq, &submission));
	TRY(compute_times(rq, &submission));
	TRY(mc_request_query(rq, &mc_sql_dossier_number, (const char *const[]){p->id}, &rows));
	code = mc_rows_get(rows, 0, "code");
	TRY(write_receipt(rq, &submission, code));
	return file(rq, p->id, &submission, code);
}
