/* Who calls: the access token of a request, and whether its role may call the operation. */
#ifndef MC_AUTH_H
#define MC_AUTH_H

#include "api/core/incoming.h"
#include "api/core/request.h"

/* Sets rq->actor. An operation that needs a session fails with MC_PROBLEM_UNAUTHENTICATED without a
 * token, with MC_PROBLEM_TOKEN_EXPIRED or MC_PROBLEM_TOKEN_INVALID with a bad one, and with
 * MC_PROBLEM_FORBIDDEN for a role that it does not name. A public one takes no notice of tokens. */
MC_MUST_CHECK enum mc_rc mc_auth_check(struct mc_request *rq, const struct mc_incoming *incoming);

#endif
