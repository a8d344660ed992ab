/* The working calendar of the database, kept for an hour. Safe in any number of threads. */
#ifndef MC_CALENDARS_H
#define MC_CALENDARS_H

#include "api/core/request.h"
#include "lib/calendar/calendar.h"

/* The calendar in force; it stays valid for at least an hour after the call. Fails with internal
 * when none has been imported. */
MC_MUST_CHECK enum mc_rc mc_calendars_get(
    struct mc_request *rq, const struct mc_calendar **ret_calendar);

#endif
