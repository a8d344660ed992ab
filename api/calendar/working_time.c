/* The hours that a unit works, day by day: with them a client says how much working time is left,
 * without rules of its own. */
#include <jansson.h>
#include <string.h>

#include "api/calendar/calendars.h"
#include "api/core/reply.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/calendar/local_time.h"
#include "lib/json/json.h"

/* What is late since more days, or due later, is said by its date. */
enum { DAYS_BEFORE = 180, DAYS_AFTER = 400, KINDS_MAX = 10 };

static json_t *
hours_json(const struct mc_working_hours *hours)
{
	json_t *list = json_array();

	for (size_t i = 0; i < hours->count; i++)
		json_array_append_new(
		    list, json_pack("[i, i]", hours->spans[i].start, hours->spans[i].end));
	return list;
}

/* The place among the kinds of days, each of other hours; a calendar has at most eight. */
static size_t
kind_of(json_t *kinds, const struct mc_working_hours *hours)
{
	MC_CLEANUP(mc_json_freep) json_t *list = hours_json(hours);
	size_t i;
	json_t *kind;

	json_array_foreach(kinds, i, kind)
	{
		if (json_equal(kind, list))
			return i;
	}
	json_array_append(kinds, list);
	return i;
}

static json_t *
working_time(struct mc_arena *arena, const struct mc_calendar *calendar, int64_t today)
{
	char days[DAYS_BEFORE + DAYS_AFTER + 1] = {0};
	json_t *kinds = json_array();
	int64_t from = today - DAYS_BEFORE;
	struct mc_local_time first = mc_local_time(mc_day_start(from));

	for (int i = 0; i < DAYS_BEFORE + DAYS_AFTER; i++)
		days[i] =
		    (char)('0' + kind_of(kinds, mc_calendar_hours(calendar, from + i)) % KINDS_MAX);
	return json_pack("{s:I, s:s, s:o, s:s}", "day_minutes",
	    (json_int_t)(mc_calendar_day_seconds(calendar) / 60), "from",
	    mc_sprintf(arena, "%04d-%02d-%02d", first.year, first.month, first.day), "hours", kinds,
	    "days", days);
}

enum mc_rc
mc_op_get_working_time(struct mc_request *rq)
{
	const struct mc_get_working_time_params *p = rq->params;
	MC_CLEANUP(mc_json_freep) json_t *time = NULL;
	const struct mc_calendar *calendar;
	int64_t now = mc_clock_now();
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_unit_get, (const char *const[]){p->code}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_calendars_get(rq, p->code, now, &calendar));
	time = working_time(rq->ctx.arena, calendar, mc_day_of(now));
	return mc_reply_json(rq, 200, mc_json_canonical(rq->ctx.arena, time));
}
