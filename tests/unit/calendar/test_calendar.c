/* The working-time clock, against the calendar of schema/reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/json/json.h"
#include "lib/calendar/calendar.h"
#include "lib/calendar/local_time.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The working hours and days of a plain week, for calendars made in a test. */
#define PLAIN_WEEK                                                                                 \
	"\"utc_offset\":\"+07:00\",\"day_minutes\":480,\"week\":{"                                 \
	"\"monday\":[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],"                                \
	"\"tuesday\":[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],"                               \
	"\"wednesday\":[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],"                             \
	"\"thursday\":[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],"                              \
	"\"friday\":[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],"                                \
	"\"saturday\":[],\"sunday\":[]}"

/* Short names for the tables below. */
#define HOUR MC_TIME_WORKING_HOUR
#define WORK MC_TIME_WORKING_DAY
#define CAL MC_TIME_CALENDAR_DAY
#define SHIFT MC_SUPPLEMENT_SHIFT
#define RESTART MC_SUPPLEMENT_RESTART

struct fixture {
	struct mc_ctx ctx;
	const struct mc_calendar *calendar;
};

/* "2026-11-23 09:00" of the local time as an instant. */
static int64_t
at(const char *text)
{
	int64_t day;
	int minute;
	char date[11] = {0};

	memcpy(date, text, 10);
	assert_true(mc_date_parse(date, &day));
	assert_true(mc_minute_parse(text + 11, &minute));
	return mc_day_start(day) + minute * 60;
}

static const char *
text_of(struct mc_arena *arena, int64_t instant)
{
	struct mc_local_time t = mc_local_time(instant);

	return mc_sprintf(
	    arena, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}

static void
days_agree_with_the_c_library(void **state)
{
	(void)state;
	for (int64_t instant = -62135596800; instant < 253402300799;
	     instant += 86400 * 37 + 12345) {
		time_t shifted = (time_t)(instant + MC_UTC_OFFSET);
		struct mc_local_time local = mc_local_time(instant);
		struct tm tm;

		assert_non_null(gmtime_r(&shifted, &tm));
		assert_int_equal(local.year, tm.tm_year + 1900);
		assert_int_equal(local.month, tm.tm_mon + 1);
		assert_int_equal(local.day, tm.tm_mday);
		assert_int_equal(local.hour, tm.tm_hour);
		assert_int_equal(local.minute, tm.tm_min);
		assert_int_equal(local.second, tm.tm_sec);
		assert_int_equal((local.weekday + 1) % 7, tm.tm_wday);
		assert_int_equal(mc_instant(&local), instant);
	}
	assert_int_equal(mc_local_time(INT64_MIN).year, 1);
	assert_int_equal(mc_local_time(INT64_MAX).year, 9999);
}

static void
times_are_read_and_written(void **state)
{
	static const char *const wrong[] = {"", "2026-02-29", "2026-13-01", "2026-1-01",
	    "2026-01-01 ", "2026-01-00", "0000-01-01", "2026/01/01", "２０２６-01-01"};
	static const char *const wrong_instants[] = {"", "2026-11-23T10:00:00",
	    "2026-11-23 10:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z",
	    "2026-11-23T10:00:60Z", "2026-11-23T10:00:00.Z", "2026-11-23T10:00:00+07:00",
	    "2026-11-23T10:00:00Zx", "2026-02-30T10:00:00Z"};
	struct mc_ctx *ctx = &((struct fixture *)*state)->ctx;
	int64_t day, instant;
	int minute;

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(mc_date_parse(wrong[i], &day));
	for (size_t i = 0; i < COUNT(wrong_instants); i++)
		assert_false(mc_rfc3339_parse(wrong_instants[i], &instant));
	assert_true(mc_rfc3339_parse("2026-11-23T10:05:07.123Z", &instant));
	assert_string_equal(text_of(ctx->arena, instant), "2026-11-23 17:05");
	assert_int_equal(instant % 60, 7);
	assert_true(mc_minute_parse("24:00", &minute));
	assert_int_equal(minute, 1440);
	assert_false(mc_minute_parse("24:01", &minute));
	assert_false(mc_minute_parse("7:00", &minute));
	instant = at("2026-02-03 14:05");
	assert_string_equal(mc_date_text(ctx->arena, instant), "03/02/2026");
	assert_string_equal(
	    mc_time_words(ctx->arena, instant), "14 giờ 05 phút, ngày 03 tháng 02 năm 2026");
	assert_string_equal(
	    mc_date_words(ctx->arena, at("2026-11-23 00:00")), "ngày 23 tháng 11 năm 2026");
}

static const struct {
	const char *received;
	int64_t amount;
	enum mc_time_unit unit;
	int cutoff;
	const char *due;
} deadlines[] = {
    /* working days of 8 hours: the same time of day */
    {"2026-11-16 09:00", 1, WORK, -1, "2026-11-17 09:00"},
    {"2026-11-16 09:00", 3, WORK, -1, "2026-11-19 09:00"},
    {"2026-11-16 09:00", 5, WORK, -1, "2026-11-23 09:00"},
    /* Culture Day, Tuesday 24 November */
    {"2026-11-23 09:00", 1, WORK, -1, "2026-11-25 09:00"},
    /* before opening, at lunch, after closing, on a day off */
    {"2026-11-16 06:00", 1, WORK, -1, "2026-11-16 17:00"},
    {"2026-11-16 07:00", 1, WORK, -1, "2026-11-16 17:00"},
    {"2026-11-16 12:00", 1, WORK, -1, "2026-11-17 11:30"},
    {"2026-11-16 11:30", 1, WORK, -1, "2026-11-17 11:30"},
    {"2026-11-16 17:00", 1, WORK, -1, "2026-11-17 17:00"},
    {"2026-11-16 18:00", 1, WORK, -1, "2026-11-17 17:00"},
    {"2026-11-20 18:00", 1, WORK, -1, "2026-11-23 17:00"},
    {"2026-11-21 10:00", 1, WORK, -1, "2026-11-23 17:00"},
    {"2026-11-23 23:59", 1, WORK, -1, "2026-11-25 17:00"},
    /* Tết, with the weekends around it: five days off */
    {"2026-02-13 09:00", 1, WORK, -1, "2026-02-23 09:00"},
    /* a Saturday worked for a Monday off, then the National Day */
    {"2026-08-21 09:00", 1, WORK, -1, "2026-08-22 09:00"},
    {"2026-08-28 09:00", 1, WORK, -1, "2026-09-03 09:00"},
    /* hours */
    {"2026-11-16 10:30", 1, HOUR, -1, "2026-11-16 11:30"},
    {"2026-11-16 10:30", 2, HOUR, -1, "2026-11-16 14:30"},
    {"2026-11-16 16:00", 2, HOUR, -1, "2026-11-17 08:00"},
    {"2026-11-20 16:30", 8, HOUR, -1, "2026-11-23 16:30"},
    /* the same day until the cutoff, the next working day after it */
    {"2026-11-16 09:00", 1, WORK, 900, "2026-11-16 17:00"},
    {"2026-11-16 15:00", 1, WORK, 900, "2026-11-16 17:00"},
    {"2026-11-16 15:01", 1, WORK, 900, "2026-11-17 17:00"},
    {"2026-11-16 20:00", 1, WORK, 900, "2026-11-17 17:00"},
    {"2026-11-16 12:00", 1, WORK, 900, "2026-11-16 17:00"},
    {"2026-11-20 15:30", 1, WORK, 900, "2026-11-23 17:00"},
    {"2026-11-23 15:30", 1, WORK, 900, "2026-11-25 17:00"},
    {"2026-11-16 09:00", 3, WORK, 900, "2026-11-18 17:00"},
    {"2026-11-21 09:00", 1, WORK, 900, "2026-11-23 17:00"},
    {"2026-11-16 15:30", 2, HOUR, 900, "2026-11-17 09:00"},
    {"2026-11-16 14:30", 2, HOUR, 900, "2026-11-16 16:30"},
    /* calendar days, moved off weekends and holidays */
    {"2026-11-16 09:00", 3, CAL, -1, "2026-11-19 17:00"},
    {"2026-11-16 09:00", 5, CAL, -1, "2026-11-23 17:00"},
    {"2026-11-16 09:00", 8, CAL, -1, "2026-11-25 17:00"},
    {"2026-11-16 18:00", 3, CAL, -1, "2026-11-20 17:00"},
    {"2026-11-16 15:30", 3, CAL, 900, "2026-11-20 17:00"},
    {"2026-02-10 09:00", 6, CAL, -1, "2026-02-23 17:00"},
};

static void
deadlines_follow_the_rules(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(deadlines); i++) {
		const struct mc_time_limit limit = {.amount = deadlines[i].amount,
		    .unit = deadlines[i].unit,
		    .cutoff = deadlines[i].cutoff};
		struct mc_due due;

		assert_int_equal(
		    mc_calendar_due(&f->ctx, f->calendar, at(deadlines[i].received), &limit, &due),
		    MC_OK);
		assert_true(due.limited);
		assert_false(due.estimated);
		assert_string_equal(text_of(f->ctx.arena, due.at), deadlines[i].due);
		assert_int_equal(due.at % 60, 0);
	}
}

static void
no_limit_is_no_deadline(void **state)
{
	static const struct mc_time_limit none = {.unit = MC_TIME_NONE};
	struct fixture *f = *state;
	struct mc_due due, moved;

	assert_int_equal(mc_calendar_due(&f->ctx, f->calendar, 0, &none, &due), MC_OK);
	assert_false(due.limited);
	assert_int_equal(mc_calendar_due_after_supplement(&f->ctx, f->calendar,
			     MC_SUPPLEMENT_RESTART, &none, &due, 0, 1000, &moved),
	    MC_OK);
	assert_false(moved.limited);
}

static void
limits_out_of_bounds_are_refused(void **state)
{
	static const struct mc_time_limit cases[] = {
	    {0, MC_TIME_WORKING_DAY, -1},
	    {-1, MC_TIME_WORKING_HOUR, -1},
	    {5001, MC_TIME_CALENDAR_DAY, -1},
	    {40001, MC_TIME_WORKING_HOUR, -1},
	    {INT64_MAX, MC_TIME_WORKING_DAY, -1},
	    {1, MC_TIME_WORKING_DAY, 1441},
	    {1, MC_TIME_WORKING_DAY, -2},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = f->ctx.arena};
		struct mc_due due;

		assert_int_equal(mc_calendar_due(&ctx, f->calendar, 0, &cases[i], &due), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
	}
}

static void
unknown_days_are_marked(void **state)
{
	static const struct {
		const char *received;
		int64_t days;
		bool estimated;
		const char *due;
	} cases[] = {
	    {"2026-12-30 09:00", 1, false, "2026-12-31 09:00"},
	    {"2026-12-31 09:00", 1, true, "2027-01-04 09:00"},
	    {"2027-02-04 09:00", 1, true, "2027-02-12 09:00"},
	    /* a year that is not listed: weekdays alone */
	    {"2031-03-03 09:00", 5, true, "2031-03-10 09:00"},
	    {"1999-03-01 09:00", 1, true, "1999-03-02 09:00"},
	    /* the unconfirmed swap of 2 January 2026 */
	    {"2026-01-05 09:00", 5, true, "2026-01-10 09:00"},
	    {"2026-01-05 09:00", 4, false, "2026-01-09 09:00"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mc_time_limit limit = {
		    cases[i].days, MC_TIME_WORKING_DAY, MC_NO_CUTOFF};
		struct mc_due due;

		assert_int_equal(
		    mc_calendar_due(&f->ctx, f->calendar, at(cases[i].received), &limit, &due),
		    MC_OK);
		assert_string_equal(text_of(f->ctx.arena, due.at), cases[i].due);
		assert_int_equal(due.estimated, cases[i].estimated);
	}
}

static void
extreme_instants_end(void **state)
{
	static const int64_t instants[] = {
	    INT64_MIN, INT64_MIN + 1, -1, 0, INT64_MAX - 1, INT64_MAX};
	static const struct mc_time_limit limit = {3, MC_TIME_WORKING_DAY, 900};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(instants); i++) {
		struct mc_due due;

		assert_int_equal(
		    mc_calendar_due(&f->ctx, f->calendar, instants[i], &limit, &due), MC_OK);
		assert_true(due.estimated);
		assert_true(
		    mc_calendar_working_seconds(f->calendar, INT64_MIN, instants[i], NULL) >= 0);
	}
}

static void
working_time_is_measured(void **state)
{
	static const struct {
		const char *from, *to;
		int64_t minutes;
	} cases[] = {
	    {"2026-11-16 09:00", "2026-11-16 09:00", 0},
	    {"2026-11-16 10:00", "2026-11-16 09:00", 0},
	    {"2026-11-16 09:00", "2026-11-16 10:00", 60},
	    {"2026-11-16 11:00", "2026-11-16 14:00", 60},
	    {"2026-11-16 00:00", "2026-11-17 00:00", 480},
	    {"2026-11-20 16:00", "2026-11-23 08:00", 120},
	    {"2026-11-23 16:00", "2026-11-25 08:00", 120},
	    {"2026-11-21 00:00", "2026-11-22 23:59", 0},
	    {"2026-01-01 00:00", "2027-01-01 00:00", 249 * 480},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(mc_calendar_working_seconds(
				     f->calendar, at(cases[i].from), at(cases[i].to), NULL),
		    cases[i].minutes * 60);
	assert_int_equal(mc_calendar_day_seconds(f->calendar), 8 * 3600);
}

/* One working hour is due an hour after the clock starts. */
static void
the_clock_starts_at_the_next_working_moment(void **state)
{
	static const struct {
		const char *received, *due;
	} cases[] = {
	    {"2026-11-16 09:00", "2026-11-16 10:00"},
	    {"2026-11-16 11:30", "2026-11-16 14:30"},
	    {"2026-11-16 17:00", "2026-11-17 08:00"},
	    {"2026-11-20 17:00", "2026-11-23 08:00"},
	    {"2026-02-13 17:00", "2026-02-23 08:00"},
	    {"2026-08-22 03:00", "2026-08-22 08:00"},
	};
	const struct mc_time_limit limit = {1, MC_TIME_WORKING_HOUR, MC_NO_CUTOFF};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_due due;

		assert_int_equal(
		    mc_calendar_due(&f->ctx, f->calendar, at(cases[i].received), &limit, &due),
		    MC_OK);
		assert_string_equal(text_of(f->ctx.arena, due.at), cases[i].due);
	}
}

/* What was counted forward must be measured back: due = received + working time, for many moments.
 */
static void
counting_and_measuring_agree(void **state)
{
	struct fixture *f = *state;
	uint64_t random = 42;

	for (int i = 0; i < 5000; i++) {
		struct mc_time_limit limit = {0, MC_TIME_WORKING_HOUR, MC_NO_CUTOFF};
		struct mc_due due;
		int64_t received;

		random = random * 6364136223846793005U + 1442695040888963407U;
		received = at("2026-01-01 00:00") + (int64_t)(random >> 33) % (700 * 86400);
		limit.amount = 1 + (int64_t)(random >> 20) % 300;
		assert_int_equal(
		    mc_calendar_due(&f->ctx, f->calendar, received, &limit, &due), MC_OK);
		assert_int_equal(mc_calendar_working_seconds(f->calendar, received, due.at, NULL),
		    limit.amount * 3600);
	}
}

static void
a_supplement_moves_the_deadline(void **state)
{
	static const struct {
		enum mc_supplement_mode mode;
		enum mc_time_unit unit;
		const char *due, *asked, *supplied, *moved;
	} cases[] = {
	    {SHIFT, MC_TIME_WORKING_DAY, "2026-11-19 09:00", "2026-11-17 09:00", "2026-11-18 09:00",
		"2026-11-20 09:00"},
	    {SHIFT, MC_TIME_WORKING_DAY, "2026-11-19 09:00", "2026-11-17 16:00", "2026-11-18 08:00",
		"2026-11-19 11:00"},
	    {SHIFT, MC_TIME_WORKING_DAY, "2026-11-19 09:00", "2026-11-20 17:00", "2026-11-22 10:00",
		"2026-11-19 09:00"},
	    /* asked when already late: late by as much afterwards */
	    {SHIFT, MC_TIME_WORKING_DAY, "2026-11-16 09:00", "2026-11-17 09:00", "2026-11-18 09:00",
		"2026-11-17 09:00"},
	    /* a deadline at closing time goes on the next morning */
	    {SHIFT, MC_TIME_WORKING_DAY, "2026-11-16 17:00", "2026-11-16 09:00", "2026-11-16 10:00",
		"2026-11-17 08:00"},
	    {SHIFT, MC_TIME_CALENDAR_DAY, "2026-11-20 17:00", "2026-11-16 09:00",
		"2026-11-18 09:00", "2026-11-23 17:00"},
	    {SHIFT, MC_TIME_CALENDAR_DAY, "2026-11-20 17:00", "2026-11-16 09:00",
		"2026-11-16 16:00", "2026-11-20 17:00"},
	    {RESTART, MC_TIME_WORKING_DAY, "2026-11-19 09:00", "2026-11-17 09:00",
		"2026-11-18 18:00", "2026-11-23 17:00"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mc_time_limit limit = {3, cases[i].unit, MC_NO_CUTOFF};
		const struct mc_due due = {.limited = true, .at = at(cases[i].due)};
		struct mc_due moved;

		assert_int_equal(
		    mc_calendar_due_after_supplement(&f->ctx, f->calendar, cases[i].mode, &limit,
			&due, at(cases[i].asked), at(cases[i].supplied), &moved),
		    MC_OK);
		assert_string_equal(text_of(f->ctx.arena, moved.at), cases[i].moved);
	}
}

static void
units_have_names(void **state)
{
	static const char *const names[] = {
	    [MC_TIME_NONE] = "none",
	    [MC_TIME_WORKING_HOUR] = "working_hour",
	    [MC_TIME_WORKING_DAY] = "working_day",
	    [MC_TIME_CALENDAR_DAY] = "calendar_day",
	};
	enum mc_time_unit unit;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		assert_true(mc_time_unit_parse(names[i], &unit));
		assert_int_equal(unit, i);
	}
	assert_false(mc_time_unit_parse("week", &unit));
	assert_false(mc_time_unit_parse("", &unit));
}

static void
wrong_calendars_are_refused(void **state)
{
	static const struct {
		const char *document, *pointer;
	} cases[] = {
	    {"{}", "/utc_offset"},
	    {"{\"utc_offset\":\"+08:00\"}", "/utc_offset"},
	    {"{\"utc_offset\":\"+07:00\"}", "/week/monday"},
	    {"{\"utc_offset\":\"+07:00\",\"day_minutes\":480,\"week\":{\"monday\":[],\"tuesday\":[]"
	     ","
	     "\"wednesday\":[],\"thursday\":[],\"friday\":[],\"saturday\":[],\"sunday\":[]}}",
		"/week"},
	    {"{\"utc_offset\":\"+07:00\",\"week\":{\"monday\":[[\"11:00\",\"10:00\"]]}}",
		"/week/monday"},
	    {"{\"utc_offset\":\"+07:00\",\"week\":{\"monday\":[[\"07:00\",\"12:00\"],"
	     "[\"11:00\",\"13:00\"]]}}",
		"/week/monday"},
	    {"{\"utc_offset\":\"+07:00\",\"week\":{\"monday\":[[\"25:00\",\"26:00\"]]}}",
		"/week/monday"},
	    {"{" PLAIN_WEEK "}", "/years"},
	    {"{" PLAIN_WEEK ",\"years\":[{}]}", "/years/0"},
	    {"{" PLAIN_WEEK ",\"years\":[{\"year\":1900,\"official\":true}]}", "/years/0"},
	    {"{" PLAIN_WEEK ",\"years\":[{\"year\":2026,\"official\":true}]}", "/years/0/days_off"},
	    {"{" PLAIN_WEEK ",\"years\":[{\"year\":2026,\"official\":true,\"days_off\":[],"
	     "\"days_worked\":[{\"date\":\"2026-01-10\",\"name\":\"x\",\"confirmed\":true}]}]}",
		"/years/0/days_worked/0"},
	    {"{" PLAIN_WEEK ",\"years\":[{\"year\":2026,\"official\":true,\"days_off\":"
	     "[{\"date\":\"2027-01-01\",\"name\":\"x\",\"confirmed\":true}],\"days_worked\":[]}]}",
		"/years/0/days_off/0"},
	    {"{" PLAIN_WEEK ",\"years\":["
	     "{\"year\":2026,\"official\":true,\"days_off\":[],\"days_worked\":[]},"
	     "{\"year\":2026,\"official\":true,\"days_off\":[],\"days_worked\":[]}]}",
		"/years/1"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = f->ctx.arena};
		MC_CLEANUP(mc_json_freep) json_t *document = NULL;
		const struct mc_calendar *calendar;

		assert_int_equal(
		    mc_json_parse(&ctx, cases[i].document, strlen(cases[i].document), &document),
		    MC_OK);
		assert_int_equal(mc_calendar_read(&ctx, document, &calendar), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INVALID_BODY);
		assert_string_equal(ctx.problem.errors[0].pointer, cases[i].pointer);
	}
}

static int
calendar_begin(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *root = getenv("MOTCUA_SOURCE_DIR");
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	char *path;

	if (f == NULL)
		return -1;
	f->ctx.arena = mc_arena_new();
	path = mc_sprintf(
	    f->ctx.arena, "%s/schema/reference/calendar-2026.json", root != NULL ? root : ".");
	document = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	*state = f;
	return document != NULL && mc_calendar_read(&f->ctx, document, &f->calendar) == MC_OK ? 0
											      : -1;
}

static int
calendar_end(void **state)
{
	struct fixture *f = *state;

	mc_arena_free(f->ctx.arena);
	free(f);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(days_agree_with_the_c_library),
	    cmocka_unit_test(times_are_read_and_written),
	    cmocka_unit_test(deadlines_follow_the_rules),
	    cmocka_unit_test(no_limit_is_no_deadline),
	    cmocka_unit_test(limits_out_of_bounds_are_refused),
	    cmocka_unit_test(unknown_days_are_marked),
	    cmocka_unit_test(extreme_instants_end),
	    cmocka_unit_test(working_time_is_measured),
	    cmocka_unit_test(the_clock_starts_at_the_next_working_moment),
	    cmocka_unit_test(counting_and_measuring_agree),
	    cmocka_unit_test(a_supplement_moves_the_deadline),
	    cmocka_unit_test(units_have_names),
	    cmocka_unit_test(wrong_calendars_are_refused),
	};

	return cmocka_run_group_tests(tests, calendar_begin, calendar_end);
}
