/* The service itself: is it there, is it ready, what is its contract, which keys does it sign with.
 */
#include <stdatomic.h>

#include "api/core/app.h"
#include "api/core/key_ring.h"
#include "api/core/readiness.h"
#include "gen/operations.h"

enum { RETRY_AFTER_SECONDS = 2 };

enum mc_rc
mc_op_get_health(struct mc_request *rq)
{
	return mc_reply_json(rq, 200, "{\"status\":\"ok\"}");
}

enum mc_rc
mc_op_get_readiness(struct mc_request *rq)
{
	enum mc_problem_id problem = mc_readiness_problem(rq->app->readiness);

	if (!atomic_load(&rq->app->listening) || atomic_load(&rq->app->stopping))
		return mc_fail(&rq->ctx, MC_PROBLEM_STOPPING, NULL);
	if (problem != MC_PROBLEM_NONE) {
		(void)mc_fail(&rq->ctx, problem, NULL);
		rq->ctx.problem.retry_after = RETRY_AFTER_SECONDS;
		return MC_FAILED;
	}
	return mc_reply_json(rq, 200, "{\"status\":\"ready\"}");
}

enum mc_rc
mc_op_get_contract(struct mc_request *rq)
{
	mc_reply_header(rq, "ETag", mc_sprintf(rq->ctx.arena, "\"%.16s\"", mc_contract_sha256));
	return mc_reply_bytes(rq, 200, "application/json", mc_contract_json, mc_contract_length);
}

enum mc_rc
mc_op_get_receipt_keys(struct mc_request *rq)
{
	mc_reply_header(rq, "Cache-Control", "public, max-age=300");
	return mc_reply_json(rq, 200, mc_keys_jwks(mc_key_ring_keys(rq->app->receipts)));
}

enum mc_rc
mc_op_get_keys(struct mc_request *rq)
{
	mc_reply_header(rq, "Cache-Control", "public, max-age=300");
	return mc_reply_json(rq, 200, mc_keys_jwks(mc_key_ring_keys(rq->app->ring)));
}
