/* The clock itself; calendar_read.c makes the calendar. Every loop walks day by day and is bounded
 * by thirty years: a calendar is refused unless some weekday is worked, so a working day is never
 * far. */
#include "lib/calendar/calendar_days.h"

#include <string.h>

#include "lib/calendar/local_time.h"

enum {
	DAYS_MAX = 366 * 30,
	LIMIT_HOURS_MAX = 40000,
	LIMIT_DAYS_MAX = 5000,
};

bool
mc_time_unit_parse(const char *text, enum mc_time_unit *ret_unit)
{
	for (size_t i = 0; i < MC_TIME_UNIT_COUNT; i++) {
		if (strcmp(text, mc_time_units[i].code) == 0) {
			*ret_unit = (enum mc_time_unit)i;
			return true;
		}
	}
	return false;
}

const char *
mc_time_limit_text(struct mc_arena *arena, const struct mc_time_limit *limit, const char *language)
{
	const struct mc_time_unit_row *unit = &mc_time_units[limit->unit];
	const char *english = limit->amount == 1 ? unit->one_en : unit->name_en;

	return mc_sprintf(arena, "%lld %s", (long long)limit->amount,
	    strcmp(language, "en") == 0 ? english : unit->name_vi);
}

/* The hours of a local day; a year that is not listed has no days off that we know of. */
static const struct mc_working_hours *
hours_of(const struct mc_calendar *calendar, int64_t day, bool *estimated)
{
	for (size_t i = 0; i < calendar->year_count; i++) {
		const struct mc_calendar_year *year = &calendar->years[i];

		if (day >= year->first_day && day < year->first_day + year->day_count) {
			unsigned cell = year->cells[day - year->first_day];

			*estimated |= (cell & MC_CELL_ESTIMATED) != 0;
			return &calendar->hours[cell & MC_CELL_HOURS];
		}
	}
	*estimated = true;
	return &calendar->hours[mc_day_weekday(day)];
}

/* The first working day at or after a day. */
static int64_t
working_day_from(const struct mc_calendar *calendar, int64_t day, bool *estimated)
{
	for (int i = 0; i < DAYS_MAX; i++, day++) {
		if (hours_of(calendar, day, estimated)->count > 0)
			break;
	}
	return day;
}

static int64_t
closing_of(const struct mc_calendar *calendar, int64_t day, bool *estimated)
{
	const struct mc_working_hours *hours = hours_of(calendar, day, estimated);

	return mc_day_start(day) + (int64_t)hours->spans[hours->count - 1].end * 60;
}

static int64_t
next_working(const struct mc_calendar *calendar, int64_t at, bool *estimated)
{
	int64_t day = mc_day_of(at);

	for (int i = 0; i < DAYS_MAX; i++, day++) {
		const struct mc_working_hours *hours = hours_of(calendar, day, estimated);

		for (size_t s = 0; s < hours->count; s++) {
			int64_t start = mc_day_start(day) + (int64_t)hours->spans[s].start * 60;
			int64_t end = mc_day_start(day) + (int64_t)hours->spans[s].end * 60;

			if (at < start)
				return start;
			if (at < end)
				return at;
		}
	}
	return at;
}

/* The moment at which that many working seconds have passed since a moment. */
static enum mc_rc
advance(struct mc_ctx *ctx, const struct mc_calendar *calendar, int64_t from, int64_t seconds,
    bool *estimated, int64_t *ret_at)
{
	int64_t day = mc_day_of(from);

	if (seconds <= 0) {
		*ret_at = from;
		return MC_OK;
	}
	for (int i = 0; i < DAYS_MAX; i++, day++) {
		const struct mc_working_hours *hours = hours_of(calendar, day, estimated);

		for (size_t s = 0; s < hours->count; s++) {
			int64_t start = mc_day_start(day) + (int64_t)hours->spans[s].start * 60;
			int64_t end = mc_day_start(day) + (int64_t)hours->spans[s].end * 60;

			if (from > start)
				start = from;
			if (start >= end)
				continue;
			if (end - start >= seconds) {
				*ret_at = start + seconds;
				return MC_OK;
			}
			seconds -= end - start;
		}
	}
	return mc_fail_internal(
	    ctx, MC_PROBLEM_INTERNAL, "calendar: a deadline is more than thirty years away");
}

int64_t
mc_calendar_working_seconds(
    const struct mc_calendar *calendar, int64_t from, int64_t to, bool *ret_estimated)
{
	int64_t day = mc_day_of(from), last = mc_day_of(to), sum = 0;
	bool estimated = false;

	for (int i = 0; i < DAYS_MAX && day <= last && from < to; i++, day++) {
		const struct mc_working_hours *hours = hours_of(calendar, day, &estimated);

		for (size_t s = 0; s < hours->count; s++) {
			int64_t start = mc_day_start(day) + (int64_t)hours->spans[s].start * 60;
			int64_t end = mc_day_start(day) + (int64_t)hours->spans[s].end * 60;

			if (start < from)
				start = from;
			if (end > to)
				end = to;
			if (end > start)
				sum += end - start;
		}
	}
	if (ret_estimated != NULL)
		*ret_estimated = estimated;
	return sum;
}

const struct mc_working_hours *
mc_calendar_hours(const struct mc_calendar *calendar, int64_t day)
{
	bool estimated = false;

	return hours_of(calendar, day, &estimated);
}

int64_t
mc_calendar_day_seconds(const struct mc_calendar *calendar)
{
	return (int64_t)calendar->day_minutes * 60;
}

static bool
limit_fits(const struct mc_time_limit *limit)
{
	int64_t most = limit->unit == MC_TIME_WORKING_HOUR ? LIMIT_HOURS_MAX : LIMIT_DAYS_MAX;

	return limit->amount >= 1 && limit->amount <= most && limit->cutoff >= MC_NO_CUTOFF &&
	       limit->cutoff <= 24 * 60;
}

/* The moment the clock starts: in working time, and on the next working day after the cutoff. */
static int64_t
clock_start(const struct mc_calendar *calendar, int64_t received_at, int cutoff, bool *estimated)
{
	int64_t start = next_working(calendar, received_at, estimated);
	int64_t day = mc_day_of(received_at);

	if (cutoff == MC_NO_CUTOFF || mc_day_of(start) != day ||
	    received_at <= mc_day_start(day) + (int64_t)cutoff * 60)
		return start;
	return next_working(calendar, mc_day_start(day + 1), estimated);
}

/* Closing time of the amount-th working day, the day of start being the first. */
static int64_t
whole_working_days(
    const struct mc_calendar *calendar, int64_t start, int64_t amount, bool *estimated)
{
	int64_t day = mc_day_of(start);

	for (int64_t counted = 1; counted < amount; counted++)
		day = working_day_from(calendar, day + 1, estimated);
	return closing_of(calendar, day, estimated);
}

enum mc_rc
mc_calendar_due(struct mc_ctx *ctx, const struct mc_calendar *calendar, int64_t received_at,
    const struct mc_time_limit *limit, struct mc_due *ret_due)
{
	struct mc_due due = {.limited = true};
	int64_t start, day;

	if (limit->unit == MC_TIME_NONE) {
		*ret_due = (struct mc_due){.limited = false};
		return MC_OK;
	}
	if (!limit_fits(limit))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "calendar: a time limit is out of bounds");
	start = clock_start(calendar, received_at, limit->cutoff, &due.estimated);
	switch (limit->unit) {
	case MC_TIME_CALENDAR_DAY:
		day = working_day_from(calendar, mc_day_of(start) + limit->amount, &due.estimated);
		due.at = closing_of(calendar, day, &due.estimated);
		break;
	case MC_TIME_WORKING_DAY:
		if (limit->cutoff != MC_NO_CUTOFF) {
			due.at = whole_working_days(calendar, start, limit->amount, &due.estimated);
			break;
		}
		TRY(advance(ctx, calendar, start, limit->amount * mc_calendar_day_seconds(calendar),
		    &due.estimated, &due.at));
		break;
	case MC_TIME_WORKING_HOUR:
	case MC_TIME_NONE:
	default:
		TRY(advance(ctx, calendar, start, limit->amount * 3600, &due.estimated, &due.at));
	}
	*ret_due = due;
	return MC_OK;
}

enum mc_rc
mc_calendar_due_after_supplement(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    enum mc_supplement_mode mode, const struct mc_time_limit *limit, const struct mc_due *due,
    int64_t asked_at, int64_t supplied_at, struct mc_due *ret_due)
{
	struct mc_due moved = *due;
	bool estimated = false;

	if (!due->limited) {
		*ret_due = *due;
		return MC_OK;
	}
	if (mode == MC_SUPPLEMENT_RESTART)
		return mc_calendar_due(ctx, calendar, supplied_at, limit, ret_due);
	if (limit->unit == MC_TIME_CALENDAR_DAY) {
		int64_t waited = mc_day_of(supplied_at) - mc_day_of(asked_at);

		if (waited > 0) {
			int64_t day = working_day_from(
			    calendar, mc_day_of(due->at) + waited, &moved.estimated);

			moved.at = closing_of(calendar, day, &moved.estimated);
		}
	} else {
		int64_t waited =
		    mc_calendar_working_seconds(calendar, asked_at, supplied_at, &estimated);

		moved.estimated |= estimated;
		TRY(advance(ctx, calendar, due->at, waited, &moved.estimated, &moved.at));
	}
	*ret_due = moved;
	return MC_OK;
}
