#include "api/core/replay.h"

#include <stdlib.h>
#include <string.h>

#include "api/core/reply.h"

enum { GONE = 410, UNAVAILABLE = 503 };

/* Reads the reply kept for the key; no row if there is none. */
static enum mc_rc
find_reply(struct mc_request *rq, struct mc_ctx *ctx, const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(ctx, rq->pool);
	size_t index;

	mc_request_enter(rq, batch);
	index = mc_idempotency_read(batch, &rq->idempotency);
	TRY(mc_batch_run(batch));
	*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

/* Whether what was asked for has been done is not known, and only who asks again learns it: the
 * first failure may be its effect. */
static void
fail_unknown(struct mc_ctx *ctx, const struct mc_problem *why)
{
	ctx->problem = *why;
	if (mc_problem_kind(why->id)->status < UNAVAILABLE)
		ctx->problem.id = MC_PROBLEM_IDEMPOTENCY_IN_PROGRESS;
}

bool
mc_replay(struct mc_request *rq)
{
	struct mc_ctx ctx = {.arena = rq->ctx.arena};
	const struct mc_rows *rows;
	unsigned status;

	if (find_reply(rq, &ctx, &rows) != MC_OK) {
		fail_unknown(&rq->ctx, &ctx.problem);
		return false;
	}
	if (mc_rows_count(rows) == 0) {
		/* Another server has become the primary. The one before may have shown what nobody
		 * had been told of yet, and what is lost with it. */
		if (mc_pg_timeline() != rq->timeline) {
			mc_problem_clear(&rq->ctx);
			(void)mc_fail(&rq->ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, NULL);
		}
		return false;
	}
	mc_problem_clear(&rq->ctx);
	if (strcmp(mc_rows_get(rows, 0, "same"), "t") != 0) {
		(void)mc_fail(&rq->ctx, MC_PROBLEM_IDEMPOTENCY_KEY_REUSED, NULL);
		return false;
	}
	status = (unsigned)strtoul(mc_rows_get(rows, 0, "status"), NULL, 10);
	/* What it told of is deleted. */
	if (status == GONE) {
		(void)mc_fail(&rq->ctx, MC_PROBLEM_GONE, NULL);
		return false;
	}
	if (rq->idempotency.secret) {
		(void)mc_fail(&rq->ctx, MC_PROBLEM_REPLY_NOT_KEPT, NULL);
		return false;
	}
	rq->response = (struct mc_response){.file = -1};
	return mc_reply_rows(rq, status, rows) == MC_OK;
}
