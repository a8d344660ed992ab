/* The one place where a problem becomes an answer (RFC 9457). */
#ifndef MC_PROBLEM_REPLY_H
#define MC_PROBLEM_REPLY_H

#include "api/core/request.h"

/* Replaces whatever answer the request had by its recorded problem, in its language. */
void mc_problem_reply(struct mc_request *rq);

#endif
