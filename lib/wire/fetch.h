/* A page of text from another process of ours, over HTTP. */
#ifndef MC_FETCH_H
#define MC_FETCH_H

#include <stddef.h>

#include "lib/base/problem.h"

/* Longer than figures take when the database does not answer. */
enum { MC_FETCH_SECONDS = 8 };

/* GET path from unix:/socket or host:port, as the User-Agent; an answer other than 200, or longer
 * than most bytes, is a failure with MC_PROBLEM_OVERLOADED, whose cause is for the log. Lives in
 * ctx's arena. Call curl_global_init before threads start. */
MC_MUST_CHECK enum mc_rc mc_fetch(struct mc_ctx *ctx, const char *address, const char *path,
    const char *agent, size_t most, const char **ret_text);

#endif
