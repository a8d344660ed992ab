/* Batches that begin with who calls. */
#include "api/core/request.h"

#include <string.h>

#include "api/core/operation.h"
#include "api/core/params.h"
#include "gen/queries.h"

void
mc_request_enter(struct mc_request *rq, struct mc_batch *batch)
{
	mc_caller_enter(batch, &rq->caller,
	    mc_sprintf(rq->ctx.arena, "%s %s", mc_pg_pool_name(rq->pool), rq->id));
}

static struct mc_batch *
batch_of_caller(struct mc_request *rq)
{
	struct mc_batch *batch = mc_batch_new(&rq->ctx, rq->pool);
	enum mc_method method = rq->operation->method;

	mc_request_enter(rq, batch);
	if (method == MC_METHOD_GET || method == MC_METHOD_HEAD)
		mc_batch_set_repeatable(batch);
	return batch;
}

struct mc_batch *
mc_request_batch(struct mc_request *rq)
{
	struct mc_batch *batch = batch_of_caller(rq);

	if (rq->idempotency.key != NULL)
		mc_idempotency_begin(batch, &rq->idempotency);
	return batch;
}

bool
mc_request_is_dry_run(const struct mc_request *rq)
{
	const char *dry_run = mc_params_get(rq->operation, rq->params, "dry_run");

	return dry_run != NULL && strcmp(dry_run, "true") == 0;
}

/* The row of an opened dossier in the ledger of reading, with the first batch: read and written in
 * one transaction. */
static void
add_reading(struct mc_batch *batch, struct mc_request *rq)
{
	const struct mc_operation *operation = rq->operation;
	bool shipment = operation->read_log == MC_READ_LOG_SHIPMENT;
	const char *params[] = {operation->name, NULL};

	if (rq->caller.kind != MC_CALLER_STAFF || rq->reading_added ||
	    (operation->read_log != MC_READ_LOG_DOSSIER && !shipment))
		return;
	params[1] = mc_params_get(operation, rq->params, shipment ? "tracking_number" : "id");
	(void)mc_batch_add(
	    batch, shipment ? &mc_sql_reading_open_shipment : &mc_sql_reading_open, params);
	rq->reading_added = true;
}

/* The database counts each statement's time anew: a limit set by one holds for the next. */
static void
add_limit(struct mc_batch *batch, struct mc_request *rq, unsigned milliseconds)
{
	const char *const limit[] = {mc_sprintf(rq->ctx.arena, "%u", milliseconds)};

	(void)mc_batch_add(batch, &mc_sql_context_limit, limit);
}

static enum mc_rc
run_query(struct mc_request *rq, struct mc_batch *batch, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	size_t index;

	if (statement->limit_ms != 0)
		add_limit(batch, rq, statement->limit_ms);
	index = mc_batch_add(batch, statement, params);
	add_reading(batch, rq);
	TRY(mc_batch_run(batch));
	if (ret_rows != NULL)
		*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

enum mc_rc
mc_request_query(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	return run_query(rq, mc_request_batch(rq), statement, params, ret_rows);
}

enum mc_rc
mc_request_ask(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	return run_query(rq, batch_of_caller(rq), statement, params, ret_rows);
}
