/* All working calendars of the database as they were at one moment, and which unit keeps which. It
 * is immutable and lives in the arena of the context it was read with. */
#ifndef MC_CALENDAR_SET_H
#define MC_CALENDAR_SET_H

#include "api/core/job.h"
#include "lib/calendar/calendar.h"
#include "lib/store/pg.h"

struct mc_calendar_set;

/* Reads the rows of calendar_list and calendar_units. */
MC_MUST_CHECK enum mc_rc mc_calendar_set_read(struct mc_ctx *ctx, const struct mc_rows *documents,
    const struct mc_rows *keepers, const struct mc_calendar_set **ret_set);

/* The same for a job, in its arena. */
MC_MUST_CHECK enum mc_rc mc_calendar_set_of_job(
    struct mc_job *job, const struct mc_calendar_set **ret_set);

/* The calendar that a unit keeps at an instant (seconds since 1970). Before the first day of its
 * first document that one holds. Fails with internal when none has been imported. */
MC_MUST_CHECK enum mc_rc mc_calendar_set_get(struct mc_ctx *ctx, const struct mc_calendar_set *set,
    const char *unit_code, int64_t at, const struct mc_calendar **ret_calendar);

#endif
