/* Documents of the catalogue over the API. The schema has been checked already; here is what the
 * documents say together with what is stored, and then one statement does everything. */
#include "api/catalogue/import.h"

#include <string.h>

#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "lib/base/clock.h"
#include "lib/calendar/local_time.h"
#include "lib/json/json.h"

enum mc_rc
mc_import_know(
    struct mc_ctx *ctx, const struct mc_rows *rows, const json_t *documents, json_t **ret_known)
{
	const char *text = mc_rows_get(rows, 0, "known");

	TRY(mc_json_parse(ctx, text, strlen(text), ret_known));
	mc_documents_know(*ret_known, documents);
	return MC_OK;
}

enum mc_rc
mc_import_check_day(struct mc_ctx *ctx, const char *day)
{
	int64_t number;

	if (day == NULL || (mc_date_parse(day, &number) && number >= mc_day_of(mc_clock_now())))
		return MC_OK;
	mc_problem_add(ctx, "at", MC_ITEM_CATALOGUE_DAY_PAST);
	return mc_fail(ctx, MC_PROBLEM_BAD_QUERY, NULL);
}

/* The mistakes of one document, with pointers into the body. */
static void
check_one(
    struct mc_ctx *ctx, json_t *known, const json_t *documents, const char *list, size_t index)
{
	struct mc_ctx checking = {.arena = ctx->arena};

	if (mc_document_check(&checking, known, documents, list, index) == MC_OK)
		return;
	for (size_t i = 0; i < checking.problem.error_count; i++) {
		const struct mc_problem_error *error = &checking.problem.errors[i];

		mc_problem_add(ctx,
		    mc_sprintf(ctx->arena, "/%s/%zu%s", list, index, error->pointer), error->code,
		    error->detail_vi, error->detail_en);
	}
}

static enum mc_rc
check_all(struct mc_ctx *ctx, json_t *known, const json_t *documents)
{
	for (size_t i = 0; mc_document_lists[i] != NULL; i++) {
		const char *list = mc_document_lists[i];

		for (size_t k = 0; k < json_array_size(json_object_get(documents, list)); k++)
			check_one(ctx, known, documents, list, k);
	}
	return ctx->problem.error_count > 0 ? mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL) : MC_OK;
}

enum mc_rc
mc_op_import_catalogue(struct mc_request *rq)
{
	const struct mc_import_catalogue_params *p = rq->params;
	MC_CLEANUP(mc_json_freep) json_t *known = NULL;
	const struct mc_rows *rows;

	TRY(mc_import_check_day(&rq->ctx, p->at));
	TRY(mc_request_ask(rq, &mc_sql_catalogue_known, NULL, &rows));
	TRY(mc_import_know(&rq->ctx, rows, rq->body, &known));
	TRY(check_all(&rq->ctx, known, rq->body));
	return mc_reply_query(rq, 200, &mc_sql_catalogue_import,
	    (const char *const[]){
		mc_json_canonical(rq->ctx.arena, rq->body), p->at, p->dry_run, NULL});
}
