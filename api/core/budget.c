/* The headers are those of draft-ietf-httpapi-ratelimit-headers-10, the form that is deployed since
 * its eighth draft: RateLimit-Policy: "hour";q=10;w=3600 and RateLimit: "hour";r=9;t=3599. */
#include "api/core/budget.h"

#include <stdlib.h>
#include <string.h>

#include "api/core/reply.h"
#include "gen/queries.h"
#include "lib/base/digest.h"
#include "lib/wire/network.h"

const struct mc_rate *
mc_budget(const struct mc_operation *operation, enum mc_rate_per per)
{
	for (size_t i = 0; i < operation->rate_count; i++) {
		if (operation->rates[i].per == per)
			return &operation->rates[i];
	}
	abort();
}

const char *
mc_budget_address(struct mc_request *rq)
{
	char *digest = mc_alloc(rq->ctx.arena, MC_DIGEST_TEXT_SIZE);
	struct mc_network network = {0};

	/* What is no address is counted together. */
	if (rq->address == NULL || !mc_network_parse(rq->address, &network))
		network = (struct mc_network){0};
	mc_network_narrow(&network);
	mc_digest_of(network.bytes, sizeof(network.bytes), digest);
	return digest;
}

enum mc_rc
mc_budget_settle(struct mc_request *rq, const struct mc_rate *rate, enum mc_problem_id problem,
    const struct mc_rows *rows)
{
	mc_reply_header(rq, "RateLimit-Policy", rate->policy);
	mc_reply_header(rq, "RateLimit", mc_rows_get(rows, 0, "rate"));
	return mc_reply_wait(rq, problem, rows);
}
