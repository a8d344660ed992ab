/* Giving again the reply that an Idempotency-Key keeps. */
#ifndef MC_REPLAY_H
#define MC_REPLAY_H

#include <stdbool.h>

#include "api/core/request.h"

/* After a request with a key has failed: if a reply is kept for the key, puts it into the response
 * (or, when the key was used for something else, records MC_PROBLEM_IDEMPOTENCY_KEY_REUSED) and
 * returns whether the response is ready. Whatever fails here leaves the first failure as it is. */
bool mc_replay(struct mc_request *rq);

#endif
