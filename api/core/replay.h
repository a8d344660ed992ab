/* Giving again the reply that an Idempotency-Key keeps. */
#ifndef MC_REPLAY_H
#define MC_REPLAY_H

#include <stdbool.h>

#include "api/core/request.h"

/* After a request with a key has failed: if a reply is kept for the key, puts it into the response
 * and returns whether the response is ready. It is not when the key was used for something else
 * (MC_PROBLEM_IDEMPOTENCY_KEY_REUSED), what it told of is deleted (MC_PROBLEM_GONE), or the request
 * carries secrets and was done before (MC_PROBLEM_REPLY_NOT_KEPT: the effect is there, and is not
 * had again). If it cannot be found out whether one is kept, the first failure may be the effect of
 * the same request sent before and is not told: a database that is away is, and whatever else keeps
 * the reply from being read is MC_PROBLEM_IDEMPOTENCY_IN_PROGRESS. */
bool mc_replay(struct mc_request *rq);

#endif
