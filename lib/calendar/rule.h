/* The dated rules of schema/vocabulary/rules.yaml: what is in force at an instant. Pure. */
#ifndef MC_RULE_H
#define MC_RULE_H

#include "gen/vocabulary/rules.h"
#include "lib/calendar/calendar.h"

/* What a rule says at an instant (seconds since 1970) for the procedures of a law, NULL for those
 * that name none, and what came by a channel; before its first day, what it says first. Static. */
const struct mc_rule_value *mc_rule_at(
    enum mc_rule rule, const char *law, const char *channel, int64_t at);

/* The same as a time limit, without a cut-off. Fails with internal for a rule that is none. */
MC_MUST_CHECK enum mc_rc mc_rule_time_limit(struct mc_ctx *ctx, enum mc_rule rule, const char *law,
    const char *channel, int64_t at, struct mc_time_limit *ret_limit);

#endif
