/* Parameters of path, query and header as the contract types them, put into the operation's
 * generated struct: every text validated, defaults applied, NULL for what was not given. */
#ifndef MC_PARAMS_H
#define MC_PARAMS_H

#include "api/core/contract.h"
#include "api/core/incoming.h"
#include "api/core/router.h"
#include "lib/wire/url.h"

/* What the values come from. */
struct mc_param_source {
	const struct mc_contract *contract;
	const struct mc_route *route;
	const struct mc_query *query;
	const struct mc_incoming *incoming;
};

/* A path parameter that does not fit fails with MC_PROBLEM_NOT_FOUND, a query parameter that is
 * unknown, missing or wrong with MC_PROBLEM_BAD_QUERY, a header with MC_PROBLEM_BAD_HEADER or the
 * problem that is its own (Idempotency-Key, If-Match, Tus-Resumable); an item names each. */
MC_MUST_CHECK enum mc_rc mc_params_read(struct mc_ctx *ctx, const struct mc_operation *operation,
    const struct mc_param_source *source, const void **ret_params);

/* The value of a parameter read, by its name in the contract; NULL if not given or not declared. */
const char *mc_params_get(
    const struct mc_operation *operation, const void *params, const char *name);

#endif
