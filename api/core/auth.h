/* Who calls, and whether the operation is for him: the one check of the contract's security. */
#ifndef MC_AUTH_H
#define MC_AUTH_H

#include "api/core/incoming.h"
#include "api/core/request.h"

/* Sets rq->caller. An operation for those signed in fails with MC_PROBLEM_UNAUTHENTICATED without a
 * token, with MC_PROBLEM_TOKEN_EXPIRED or MC_PROBLEM_TOKEN_INVALID with a bad one, with
 * MC_PROBLEM_FORBIDDEN for a caller whom no permit fits, and with MC_PROBLEM_SIGN_IN_AGAIN where
 * one would if the token gave more assurance. One for everybody takes no notice of tokens; of one
 * for other systems the handler checks the signature, which is over the body. */
MC_MUST_CHECK enum mc_rc mc_auth_check(struct mc_request *rq, const struct mc_incoming *incoming);

#endif
