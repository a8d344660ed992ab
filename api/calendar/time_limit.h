/* Time limits as the rows of the database and the dated rules state them. */
#ifndef MC_TIME_LIMIT_H
#define MC_TIME_LIMIT_H

#include "gen/vocabulary/rules.h"
#include "lib/calendar/calendar.h"
#include "lib/store/pg.h"

/* The time limit of a dossier's procedure and channel, from the columns time_amount, time_unit and
 * time_cutoff of the first row. Every promise and every deadline comes from here, so that the
 * receipt and the desk name the same day. */
MC_MUST_CHECK enum mc_rc mc_time_limit_read(
    struct mc_ctx *ctx, const struct mc_rows *rows, struct mc_time_limit *ret_limit);

/* The limit that a rule of schema/vocabulary/rules.yaml sets at an instant (seconds since 1970);
 * before its first day, the first one. */
MC_MUST_CHECK enum mc_rc mc_time_limit_by_rule(
    struct mc_ctx *ctx, enum mc_rule rule, int64_t at, struct mc_time_limit *ret_limit);

/* "8 giờ làm việc", in the arena. */
const char *mc_time_limit_text(struct mc_arena *arena, const struct mc_time_limit *limit);

#endif
