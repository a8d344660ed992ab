/* The working calendars of the database, kept for a minute. Safe in any number of threads. */
#ifndef MC_CALENDARS_H
#define MC_CALENDARS_H

#include "api/core/request.h"
#include "lib/calendar/calendar.h"

/* The calendar that a unit keeps at an instant (seconds since 1970); it stays valid for at least a
 * minute after the call. Before the first day of its first document that one holds. Fails with
 * internal when none has been imported. */
MC_MUST_CHECK enum mc_rc mc_calendars_get(struct mc_request *rq, const char *unit_code, int64_t at,
    const struct mc_calendar **ret_calendar);

#endif
