/* Time limits as the database states them. */
#ifndef MC_TIME_LIMIT_H
#define MC_TIME_LIMIT_H

#include "lib/calendar/calendar.h"

/* A limit from its parts; unit is a code of time_units.yaml, NULL is none; cutoff is "hh:mm" or
 * NULL. */
MC_MUST_CHECK enum mc_rc mc_time_limit_of(struct mc_ctx *ctx, int64_t amount, const char *unit,
    const char *cutoff, struct mc_time_limit *ret_limit);

#endif
