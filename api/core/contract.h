/* The contract at run time: the schemas of bodies and the patterns of parameters, compiled at start
 * from the very document that is served. Constant once opened; any number of threads may check. */
#ifndef MC_CONTRACT_H
#define MC_CONTRACT_H

#include <jansson.h>

#include "api/core/operation.h"
#include "lib/base/problem.h"

struct mc_contract;

/* Compiles everything; fails if any schema or pattern does not. */
MC_MUST_CHECK enum mc_rc mc_contract_open(struct mc_ctx *ctx, struct mc_contract **ret_contract);

/* NULL is allowed. */
void mc_contract_close(struct mc_contract *contract);

/* Checks the body of an operation that takes JSON; fails with MC_PROBLEM_INVALID_BODY and items.
 * Where the schema has a discriminator, the branch that it names is checked, so that the items fit
 * it. */
MC_MUST_CHECK enum mc_rc mc_contract_check_body(struct mc_ctx *ctx,
    const struct mc_contract *contract, const struct mc_operation *operation, const json_t *body);

/* Whether a value fits a pattern of the generated list, by its index. */
bool mc_contract_matches(
    const struct mc_contract *contract, int pattern, const char *value, size_t length);

#endif
