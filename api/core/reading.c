#include "api/core/reading.h"

#include <string.h>

#include "api/core/operation.h"
#include "gen/queries.h"
#include "lib/base/digest.h"
#include "lib/json/json.h"

bool
mc_reading_is_list(const struct mc_request *rq)
{
	return rq->caller.kind == MC_CALLER_STAFF && rq->operation->read_log == MC_READ_LOG_LIST &&
	       rq->response.status == 200;
}

enum mc_rc
mc_reading_list(struct mc_request *rq, const char *target)
{
	char *asked = mc_alloc(rq->ctx.arena, MC_DIGEST_TEXT_SIZE);
	const char *filter = rq->body == NULL ? target
					      : mc_sprintf(rq->ctx.arena, "%s %s", target,
						    mc_json_canonical(rq->ctx.arena, rq->body));

	mc_digest_of(filter, strlen(filter), asked);
	return mc_request_query(rq, &mc_sql_reading_list,
	    (const char *const[]){rq->operation->name, asked, rq->shown}, NULL);
}
