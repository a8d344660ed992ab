/* Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the reply to a request that creates
 * is kept in the transaction that creates, and given again, byte for byte, to whoever repeats the
 * request. */
#ifndef MC_IDEMPOTENCY_H
#define MC_IDEMPOTENCY_H

#include <stdbool.h>

#include "api/core/request.h"

/* Takes the key of an operation that has one, and the hash of what is asked: operation, target and
 * body. */
void mc_idempotency_take(struct mc_request *rq, const char *key, const char *target);

/* Queues the check for a reply kept earlier; such a batch may be run twice. */
void mc_idempotency_begin(struct mc_request *rq, struct mc_batch *batch);

/* After a request with a key has failed: if a reply is kept for the key, puts it into the response
 * (or, when the key was used for something else, records MC_PROBLEM_IDEMPOTENCY_KEY_REUSED) and
 * returns whether the response is ready. Whatever fails here leaves the first failure as it is. */
bool mc_idempotency_replay(struct mc_request *rq);

#endif
