/* The working-time clock: which moments an agency works, and the deadlines that follow from it.
 * A calendar is built from a JSON document (schema/reference/calendar-2026.json is one): the hours
 * of each weekday, the days off and the swapped days worked of each year. Instants are whole
 * seconds since 1970-01-01T00:00:00Z; the local time is UTC+7 whatever the process says.
 *
 * Rules: Labour Code art. 112 for the days off; how limits are counted, see mc_calendar_due. A
 * moment in a year that the calendar does not list is counted by the weekdays alone, and everything
 * that touched such a year, an unofficial year or an unconfirmed day is marked estimated.
 *
 * A calendar is immutable after it is read and may be shared by all threads; it lives in the arena
 * of the context it was read with. */
#ifndef MC_CALENDAR_H
#define MC_CALENDAR_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "gen/vocabulary/time_units.h"
#include "lib/base/problem.h"

struct mc_calendar;

enum {
	MC_NO_CUTOFF = -1,
	MC_SPANS_MAX = 4, /* stretches of work in one day */
};

/* The stretches of work of one day in order, minutes since local midnight, end exclusive. */
struct mc_working_hours {
	size_t count;
	struct {
		int start, end;
	} spans[MC_SPANS_MAX];
};

/* A time limit, as a procedure's channel states it. */
struct mc_time_limit {
	int64_t amount; /* 1..40,000 hours or 1..5,000 days; ignored for MC_TIME_NONE */
	enum mc_time_unit unit;
	int cutoff; /* minute of the local day, or MC_NO_CUTOFF */
};

/* A deadline. */
struct mc_due {
	bool limited;   /* false: there is no deadline, and at is 0 */
	bool estimated; /* the calendar is not final for some day that was counted */
	int64_t at;
};

/* What a supplement request does to the deadline. */
enum mc_supplement_mode {
	MC_SUPPLEMENT_SHIFT,   /* the wait is added to the deadline */
	MC_SUPPLEMENT_RESTART, /* the limit counts again from the moment the papers came */
};

/* Reads a calendar document. Fails with invalid-body and one item per fault found first in its
 * part. */
MC_MUST_CHECK enum mc_rc mc_calendar_read(
    struct mc_ctx *ctx, const json_t *document, const struct mc_calendar **ret_calendar);

/* By the codes of schema/vocabulary/time_units.yaml. */
MC_MUST_CHECK bool mc_time_unit_parse(const char *text, enum mc_time_unit *ret_unit);

/* "8 giờ làm việc", or in English (language "en") "8 working hours", in the arena. */
const char *mc_time_limit_text(
    struct mc_arena *arena, const struct mc_time_limit *limit, const char *language);

/* When a dossier received at an instant is due.
 * The clock starts at the first working moment at or after the receipt.
 *   working hours   the due moment is when that many working hours have passed.
 *   working days    the same, a day being the calendar's day_minutes (8 hours): received on Monday
 * at 9:00, one day is due on Tuesday at 9:00. calendar days   due at closing time of the day that
 * many days after the start; if that is a day off, of the next working day. A cutoff makes days
 * whole: received until the cutoff, the day of receipt is the first day; later, the next working
 * day is. Working days then end at closing time, so that "1 working day, cutoff 15:00" is "the same
 * day; after 15:00 the next". Working hours and calendar days then start on that day. Fails with
 * internal when the limit is outside its bounds. */
MC_MUST_CHECK enum mc_rc mc_calendar_due(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    int64_t received_at, const struct mc_time_limit *limit, struct mc_due *ret_due);

/* The deadline after a supplement that was asked for and came. A shift adds, for calendar days, the
 * calendar days waited, else the working time waited; a deadline already missed stays missed by as
 * much. A deadline that is not limited stays so. */
MC_MUST_CHECK enum mc_rc mc_calendar_due_after_supplement(struct mc_ctx *ctx,
    const struct mc_calendar *calendar, enum mc_supplement_mode mode,
    const struct mc_time_limit *limit, const struct mc_due *due, int64_t asked_at,
    int64_t supplied_at, struct mc_due *ret_due);

/* The working seconds between two instants, 0 when the second is not later; of the first thirty
 * years only. ret_estimated may be NULL. */
int64_t mc_calendar_working_seconds(
    const struct mc_calendar *calendar, int64_t from, int64_t to, bool *ret_estimated);

/* The hours of a local day, counted from 1970-01-01; they live as long as the calendar. */
const struct mc_working_hours *mc_calendar_hours(const struct mc_calendar *calendar, int64_t day);

/* The seconds of one working day, for showing spans as days. */
int64_t mc_calendar_day_seconds(const struct mc_calendar *calendar);

#endif
