/* Batches that begin with who calls. */
#include "api/core/request.h"

#include "api/core/operation.h"

static struct mc_batch *
batch_of_caller(struct mc_request *rq)
{
	struct mc_batch *batch = mc_batch_new(&rq->ctx, rq->pool);
	enum mc_method method = rq->operation->method;

	mc_caller_enter(batch, &rq->actor, rq->id);
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

static enum mc_rc
run_query(struct mc_batch *batch, const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows)
{
	size_t index = mc_batch_add(batch, statement, params);

	TRY(mc_batch_run(batch));
	if (ret_rows != NULL)
		*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

enum mc_rc
mc_request_query(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	return run_query(mc_request_batch(rq), statement, params, ret_rows);
}

enum mc_rc
mc_request_ask(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	return run_query(batch_of_caller(rq), statement, params, ret_rows);
}
