/* What a request with an Idempotency-Key is known by when it comes again. */
#ifndef MC_REQUEST_KEY_H
#define MC_REQUEST_KEY_H

#include "api/core/request.h"

/* The request's key, after its body was read, and the hash of what is asked. Under the server's
 * key, so that nobody who reads the database can try what a body may have said; of an operation
 * with x-secret the members named there are left out of it. */
struct mc_idempotency_key mc_request_key(
    const struct mc_request *rq, const char *key, const char *target);

#endif
