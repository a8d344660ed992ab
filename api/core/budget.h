/* Budgets: how often an operation may be used in a time, counted in the database, because it must
 * not be forgotten inside that time. The contract's x-rate is their home. */
#ifndef MC_BUDGET_H
#define MC_BUDGET_H

#include "api/core/operation.h"
#include "lib/base/problem.h"
#include "lib/store/pg.h"

/* The operation's budget that is counted by this. It must have one: to ask for another is a fault
 * of the program and ends it. */
const struct mc_rate *mc_budget(const struct mc_operation *operation, enum mc_rate_per per);

/* What is counted by address: a hash of the caller's, of IPv6 of the network of 64 bits in which it
 * is, as one household or one phone has such a network for itself. Lives as long as the request. */
const char *mc_budget_address(struct mc_request *rq);

/* After a statement that used a budget: its first row has wait_seconds, with which the request is
 * refused unless it is null, and rate, what is left. Both are told in the answer's headers. */
MC_MUST_CHECK enum mc_rc mc_budget_settle(struct mc_request *rq, const struct mc_rate *rate,
    enum mc_problem_id problem, const struct mc_rows *rows);

#endif
