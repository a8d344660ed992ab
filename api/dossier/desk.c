/* The desk: the queue, the search, and the steps that take a dossier further. Times are computed
 * here by the working calendar; who may do what, and what follows from it, stands in
 * schema/dossier. */
#include <stdlib.h>
#include <string.h>

#include "api/dossier/clock.h"
#include "api/dossier/filing.h"
#include "api/dossier/step_preview.h"
#include "api/dossier/tracking_link.h"
#include "api/identity/typed.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "gen/vocabulary/states.h"
#include "gen/vocabulary/steps.h"
#include "lib/base/as_typed.h"
#include "lib/dossier/reason.h"
#include "lib/dossier/sought.h"
#include "lib/json/json.h"

enum { PAGE = 20 }; /* how many a search shows, unless it says */

enum mc_rc
mc_op_list_inbox(struct mc_request *rq)
{
	const struct mc_list_inbox_params *p = rq->params;

	return mc_reply_query(rq, 200, &mc_sql_inbox_list,
	    (const char *const[]){
		p->view, p->state, p->unit, p->overdue, p->mine, p->limit, p->cursor});
}

/* Of a link that was scanned the code is looked for. One that opens nothing finds nothing. */
static enum mc_rc
read_link(struct mc_request *rq, const char *words, struct mc_sought *sought)
{
	const struct mc_rows *rows;
	const char *params[2];

	if (!mc_tracking_link_find(rq, words, params))
		return MC_OK;
	TRY(mc_request_ask(rq, &mc_sql_tracking_code, params, &rows));
	*sought = (struct mc_sought){
	    .code = mc_rows_count(rows) == 0 ? "" : mc_rows_get(rows, 0, "code")};
	return MC_OK;
}

enum mc_rc
mc_op_search_inbox(struct mc_request *rq)
{
	const char *words =
	    mc_as_typed_words(rq->ctx.arena, json_string_value(json_object_get(rq->body, "words")));
	const json_t *limit = json_object_get(rq->body, "limit");
	struct mc_sought sought;

	if (words == NULL) {
		mc_problem_add(&rq->ctx, "/words", MC_ITEM_MISSING);
		return mc_fail(&rq->ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	mc_sought_read(rq->ctx.arena, words, &sought);
	TRY(read_link(rq, words, &sought));
	return mc_reply_query(rq, 200, &mc_sql_inbox_search,
	    (const char *const[]){sought.code, sought.tracking_number, sought.receipt_number,
		sought.numbers, sought.words,
		mc_sprintf(rq->ctx.arena, "%" JSON_INTEGER_FORMAT,
		    limit == NULL ? PAGE : json_integer_value(limit)),
		json_string_value(json_object_get(rq->body, "cursor"))});
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
seal_supply(struct mc_request *rq, const struct mc_rows *facts, const json_t *clock)
{
	MC_CLEANUP(mc_filing_done) struct mc_filing filing = {0};
	const json_t *result = json_object_get(clock, "result");
	struct mc_sealed sealed;

	TRY(mc_filing_check(rq, facts, &filing));
	TRY(mc_filing_seal(rq, &filing, mc_rows_get(facts, 0, "code"),
	    strtoll(mc_rows_get(facts, 0, "submitted_epoch"), NULL, 10),
	    json_string_value(json_object_get(result, "due")),
	    json_is_true(json_object_get(result, "estimated")), &sealed));
	json_object_set_new(rq->body, "filed",
	    json_pack("{s:s, s:s, s:s}", "content", sealed.content, "payload", sealed.payload,
		"jws", sealed.jws));
	return MC_OK;
}

static void
check_reason(struct mc_request *rq, const struct mc_step *step)
{
	const char *code = json_string_value(json_object_get(rq->body, "reason_code"));
	const char *said = json_string_value(json_object_get(rq->body, "reason"));

	switch (mc_reason_check(rq->ctx.arena, step, code, said)) {
	case MC_REASON_FINE:
		break;
	case MC_REASON_OF_STEP:
		mc_problem_add(&rq->ctx, "/reason_code", MC_ITEM_REASON_OF_STEP);
		break;
	case MC_REASON_UNEXPLAINED:
		mc_problem_add(&rq->ctx, "/reason", MC_ITEM_REASON_EXPLAINED);
		break;
	case MC_REASON_NO_WORDS:
		mc_problem_add(&rq->ctx, "/reason", MC_ITEM_REASON_WORDS);
		break;
	}
}

enum mc_rc
mc_op_create_dossier_action(struct mc_request *rq)
{
	const struct mc_create_dossier_action_params *p = rq->params;
	const struct mc_step *step =
	    mc_step_of(json_string_value(json_object_get(rq->body, "action")));
	const char *params[4];
	const struct mc_rows *facts;
	json_t *clock = NULL;

	check_reason(rq, step);
	mc_typed_personal_id(rq, rq->body, "receiver_personal_id", "/receiver_personal_id");
	TRY(mc_typed_end(rq));
	TRY(mc_request_ask(rq, &mc_sql_dossier_facts, (const char *const[]){p->id}, &facts));
	if (mc_rows_count(facts) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	if (mc_rows_get(facts, 0, "clock") != NULL) {
		TRY(mc_clock_of_step(rq, mc_rows_get(facts, 0, "clock"), step->clock, &clock));
		json_object_set_new(rq->body, "clock", clock);
	}
	if (is_supply(step, facts))
		TRY(seal_supply(rq, facts, clock));
	params[0] = p->id;
	params[1] = p->if_match;
	params[2] = mc_rows_get(facts, 0, "version");
	params[3] = mc_json_canonical(rq->ctx.arena, rq->body);
	return mc_reply_step(rq, p->id, &mc_sql_dossier_act, &mc_sql_dossier_act_preview, params);
}
