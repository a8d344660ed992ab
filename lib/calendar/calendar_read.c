/* Reads and checks a calendar document. Whoever edits a calendar by hand is told where it is wrong.
 */
#include "gen/vocabulary/items.h"
#include "lib/calendar/calendar_days.h"

#include <string.h>

#include "lib/calendar/local_time.h"

enum { MINUTES_MAX = 24 * 60, DAYS_LISTED_MAX = 200 };

static const char *const weekday_names[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static enum mc_rc
wrong(struct mc_ctx *ctx, const char *pointer, const char *code, const char *vi, const char *en)
{
	mc_problem_add(ctx, mc_strdup(ctx->arena, pointer), code, vi, en);
	return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
}

static enum mc_rc
read_hours(struct mc_ctx *ctx, const char *pointer, const json_t *spans,
    struct mc_working_hours *ret_hours)
{
	struct mc_working_hours hours = {.count = json_array_size(spans)};
	int last = 0;

	if (!json_is_array(spans) || hours.count > MC_SPANS_MAX)
		return wrong(ctx, pointer, MC_ITEM_CALENDAR_HOURS(ctx->arena, MC_SPANS_MAX));
	for (size_t i = 0; i < hours.count; i++) {
		const json_t *span = json_array_get(spans, i);
		const char *start = json_string_value(json_array_get(span, 0));
		const char *end = json_string_value(json_array_get(span, 1));

		if (json_array_size(span) != 2 || start == NULL || end == NULL ||
		    !mc_minute_parse(start, &hours.spans[i].start) ||
		    !mc_minute_parse(end, &hours.spans[i].end) || hours.spans[i].start < last ||
		    hours.spans[i].end <= hours.spans[i].start)
			return wrong(ctx, pointer, MC_ITEM_CALENDAR_STRETCH);
		last = hours.spans[i].end;
	}
	*ret_hours = hours;
	return MC_OK;
}

static enum mc_rc
read_week(struct mc_ctx *ctx, const json_t *document, struct mc_calendar *calendar)
{
	const json_t *week = json_object_get(document, "week");
	const json_t *minutes = json_object_get(document, "day_minutes");
	size_t worked = 0;

	for (size_t i = 0; i < MC_HOURS_CLOSED; i++) {
		const char *pointer = mc_sprintf(ctx->arena, "/week/%s", weekday_names[i]);

		TRY(read_hours(
		    ctx, pointer, json_object_get(week, weekday_names[i]), &calendar->hours[i]));
		worked += calendar->hours[i].count;
	}
	if (worked == 0)
		return wrong(ctx, "/week", MC_ITEM_CALENDAR_WEEK);
	if (!json_is_integer(minutes) || json_integer_value(minutes) < 60 ||
	    json_integer_value(minutes) > MINUTES_MAX)
		return wrong(ctx, "/day_minutes", MC_ITEM_CALENDAR_MINUTES);
	calendar->day_minutes = (int)json_integer_value(minutes);
	return MC_OK;
}

/* The cell of a date inside the year; NULL when the date is wrong or in another year. */
static unsigned char *
cell_of(struct mc_calendar_year *year, const json_t *date)
{
	int64_t day;

	if (!json_is_string(date) || !mc_date_parse(json_string_value(date), &day) ||
	    day < year->first_day || day >= year->first_day + year->day_count)
		return NULL;
	return &year->cells[day - year->first_day];
}

/* Marks the listed days: those off as closed, those worked with the hours of the day they replace.
 */
static enum mc_rc
read_days(struct mc_ctx *ctx, size_t index, const char *member, const json_t *days, bool off,
    struct mc_calendar_year *year)
{
	size_t count = json_array_size(days);

	if (!json_is_array(days) || count > DAYS_LISTED_MAX)
		return wrong(ctx, mc_sprintf(ctx->arena, "/years/%zu/%s", index, member),
		    MC_ITEM_CALENDAR_DAYS);
	for (size_t i = 0; i < count; i++) {
		const char *pointer = mc_sprintf(ctx->arena, "/years/%zu/%s/%zu", index, member, i);
		const json_t *entry = json_array_get(days, i);
		const char *instead = json_string_value(json_object_get(entry, "instead_of"));
		const json_t *confirmed = json_object_get(entry, "confirmed");
		unsigned char *cell = cell_of(year, json_object_get(entry, "date"));
		int64_t replaced = 0;

		if (cell == NULL || !json_is_boolean(confirmed) ||
		    !json_is_string(json_object_get(entry, "name")))
			return wrong(ctx, pointer, MC_ITEM_CALENDAR_DAY);
		if (!off && (instead == NULL || !mc_date_parse(instead, &replaced)))
			return wrong(ctx, pointer, MC_ITEM_CALENDAR_INSTEAD);
		*cell = off ? MC_HOURS_CLOSED : (unsigned char)mc_day_weekday(replaced);
		if (json_is_false(confirmed))
			*cell |= MC_CELL_ESTIMATED;
	}
	return MC_OK;
}

static enum mc_rc
read_year(struct mc_ctx *ctx, size_t index, const json_t *entry, struct mc_calendar_year *ret_year)
{
	const char *pointer = mc_sprintf(ctx->arena, "/years/%zu", index);
	const json_t *number = json_object_get(entry, "year");
	const json_t *official = json_object_get(entry, "official");
	struct mc_calendar_year year = {0};

	if (!json_is_integer(number) || json_integer_value(number) < 2000 ||
	    json_integer_value(number) > 2199 || !json_is_boolean(official))
		return wrong(ctx, pointer, MC_ITEM_CALENDAR_YEAR);
	year.year = (int)json_integer_value(number);
	year.first_day = mc_day_number(year.year, 1, 1);
	year.day_count = mc_day_number(year.year + 1, 1, 1) - year.first_day;
	for (int64_t i = 0; i < year.day_count; i++)
		year.cells[i] = (unsigned char)mc_day_weekday(year.first_day + i);
	TRY(read_days(ctx, index, "days_off", json_object_get(entry, "days_off"), true, &year));
	TRY(read_days(
	    ctx, index, "days_worked", json_object_get(entry, "days_worked"), false, &year));
	for (int64_t i = 0; i < year.day_count && json_is_false(official); i++)
		year.cells[i] |= MC_CELL_ESTIMATED;
	*ret_year = year;
	return MC_OK;
}

enum mc_rc
mc_calendar_read(
    struct mc_ctx *ctx, const json_t *document, const struct mc_calendar **ret_calendar)
{
	struct mc_calendar *calendar = mc_alloc(ctx->arena, sizeof(*calendar));
	const json_t *years = json_object_get(document, "years");
	const char *offset = json_string_value(json_object_get(document, "utc_offset"));

	if (offset == NULL || strcmp(offset, "+07:00") != 0)
		return wrong(ctx, "/utc_offset", MC_ITEM_CALENDAR_OFFSET);
	TRY(read_week(ctx, document, calendar));
	calendar->year_count = json_array_size(years);
	if (!json_is_array(years) || calendar->year_count > MC_CALENDAR_YEARS_MAX)
		return wrong(
		    ctx, "/years", MC_ITEM_CALENDAR_YEARS(ctx->arena, MC_CALENDAR_YEARS_MAX));
	calendar->years =
	    mc_alloc_array(ctx->arena, calendar->year_count, sizeof(*calendar->years));
	for (size_t i = 0; i < calendar->year_count; i++) {
		TRY(read_year(ctx, i, json_array_get(years, i), &calendar->years[i]));
		for (size_t j = 0; j < i; j++) {
			if (calendar->years[j].year == calendar->years[i].year)
				return wrong(ctx, mc_sprintf(ctx->arena, "/years/%zu", i),
				    MC_ITEM_CALENDAR_YEAR_TWICE);
		}
	}
	*ret_calendar = calendar;
	return MC_OK;
}
