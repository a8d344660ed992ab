/* Time limits as the rows of the database state them. */
#ifndef MC_TIME_LIMIT_H
#define MC_TIME_LIMIT_H

#include "lib/calendar/calendar.h"
#include "lib/store/pg.h"

/* A limit from its parts; unit is a code of time_units.yaml, NULL is none; cutoff is "hh:mm" or
 * NULL. */
MC_MUST_CHECK enum mc_rc mc_time_limit_of(struct mc_ctx *ctx, int64_t amount, const char *unit,
    const char *cutoff, struct mc_time_limit *ret_limit);

/* The time limit of a dossier's procedure and channel, from the columns time_amount, time_unit and
 * time_cutoff of the first row. */
MC_MUST_CHECK enum mc_rc mc_time_limit_read(
    struct mc_ctx *ctx, const struct mc_rows *rows, struct mc_time_limit *ret_limit);

#endif
