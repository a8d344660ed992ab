/* Budgets: how often an operation may be used in a time, counted in the database, because it must
 * not be forgotten inside that time. The contract's x-rate is their home. */
#ifndef MC_BUDGET_H
#define MC_BUDGET_H

#include "api/core/operation.h"

/* The rules of the operation's budget that is counted by this, as budget_take reads them. It must
 * have one: to ask for another is a fault of the program and ends it. */
const char *mc_budget_rules(const struct mc_operation *operation, enum mc_rate_per per);

#endif
