/* From a method and a path to the operation, by the generated tree of routes. */
#ifndef MC_ROUTER_H
#define MC_ROUTER_H

#include "api/core/operation.h"
#include "lib/base/problem.h"
#include "lib/wire/url.h"

enum { MC_ROUTE_PARAMETERS_MAX = MC_URL_SEGMENTS_MAX };

struct mc_route {
	const struct mc_operation *operation;
	size_t value_count;
	const char *values[MC_ROUTE_PARAMETERS_MAX]; /* of the path's parameters, in its order */
	const char *
	    allow; /* set even on failure with 405: the methods of the path, for the header Allow */
};

/* Fails with MC_PROBLEM_NOT_FOUND or MC_PROBLEM_METHOD_NOT_ALLOWED. HEAD finds the GET of a path
 * that has no HEAD of its own. */
MC_MUST_CHECK enum mc_rc mc_route_find(
    struct mc_ctx *ctx, const char *method, const struct mc_path *path, struct mc_route *ret_route);

#endif
