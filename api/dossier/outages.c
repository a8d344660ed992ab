/* Chore outages: the working minutes that fell into a proven outage are booked to it, dossier by
 * dossier, each in a transaction of its own that also says how far it got. */
#include <stdlib.h>
#include <string.h>

#include "api/calendar/calendar_set.h"
#include "api/core/job.h"
#include "api/dossier/clock.h"
#include "gen/queries.h"
#include "gen/vocabulary/steps.h"
#include "lib/dossier/dossier_clock.h"
#include "lib/json/json.h"

enum { AT_ONCE = 200, ROUNDS = 50 };

/* An outage and a dossier that was open in it, or up to which none was: a row of outage_next. */
struct open_then {
	const struct mc_rows *rows;
	size_t row;
	const struct mc_calendar *calendar;
};

static const char *
column(const struct open_then *it, const char *name)
{
	return mc_rows_get(it->rows, it->row, name);
}

static int64_t
instant(const struct open_then *it, const char *name)
{
	return strtoll(column(it, name), NULL, 10);
}

/* Adds what of a stretch fell into the outage; number 0: the stretch that is booked now. */
static void
add_minutes(const struct open_then *it, int64_t number, int64_t from, int64_t until, json_t *list)
{
	int64_t begin = instant(it, "from_epoch");
	int64_t end = instant(it, "until_epoch");

	begin = begin > from ? begin : from;
	end = end < until ? end : until;
	if (begin >= end)
		return;
	json_array_append_new(
	    list, json_pack("{s:o, s:I}", "number",
		      number > 0 ? json_integer((json_int_t)number) : json_null(), "minutes",
		      (json_int_t)mc_dossier_clock_minutes(
			  it->calendar, instant(it, "filed_epoch"), begin, end)));
}

static enum mc_rc
booked_minutes(struct mc_job *job, const struct open_then *it, json_t *list)
{
	MC_CLEANUP(mc_json_freep) json_t *stretches = NULL;
	const char *text = column(it, "stretches");
	size_t i;
	json_t *stretch;

	TRY(mc_json_parse(&job->ctx, text, strlen(text), &stretches));
	json_array_foreach(stretches, i, stretch)
	{
		add_minutes(it, json_integer_value(json_object_get(stretch, "number")),
		    json_integer_value(json_object_get(stretch, "from")),
		    json_integer_value(json_object_get(stretch, "until")), list);
	}
	return MC_OK;
}

/* The clock of a dossier whose time must be booked first; *ret_clock is NULL if it need not. */
static enum mc_rc
clock_of(struct mc_job *job, const struct mc_calendar_set *calendars, const struct open_then *it,
    json_t *list, const char **ret_clock)
{
	MC_CLEANUP(mc_json_freep) json_t *facts = NULL;
	MC_CLEANUP(mc_json_freep) json_t *clock = NULL;
	const struct mc_calendar *calendar;
	const char *text = column(it, "clock");

	*ret_clock = NULL;
	if (text == NULL)
		return MC_OK;
	TRY(mc_json_parse(&job->ctx, text, strlen(text), &facts));
	TRY(mc_calendar_set_get(
	    &job->ctx, calendars, column(it, "unit"), mc_clock_now_of(facts), &calendar));
	TRY(mc_clock_turn(&job->ctx, facts, calendar, MC_CLOCK_STAYS, NULL, &clock));
	add_minutes(it, 0, json_integer_value(json_object_get(facts, "booked")),
	    mc_clock_now_of(facts), list);
	*ret_clock = mc_json_canonical(job->ctx.arena, clock);
	return MC_OK;
}

static enum mc_rc
settle(struct mc_job *job, const struct mc_calendar_set *calendars, struct open_then *it,
    bool *ret_settled)
{
	MC_CLEANUP(mc_json_freep) json_t *minutes = json_array();
	const struct mc_rows *done;
	const char *clock = NULL;

	if (column(it, "version") != NULL) {
		TRY(mc_calendar_set_get(&job->ctx, calendars, column(it, "unit"),
		    instant(it, "from_epoch"), &it->calendar));
		TRY(booked_minutes(job, it, minutes));
		TRY(clock_of(job, calendars, it, minutes, &clock));
	}
	TRY(mc_job_query(job, &mc_sql_outage_settle,
	    (const char *const[]){column(it, "outage"), column(it, "id"), column(it, "version"),
		clock, mc_json_canonical(job->ctx.arena, minutes)},
	    &done));
	*ret_settled = strcmp(mc_rows_get(done, 0, "settled"), "t") == 0;
	return MC_OK;
}

/* A dossier that changed meanwhile is met again in the next round. */
static enum mc_rc
settle_all(struct mc_job *job)
{
	const char *const params[] = {mc_sprintf(job->ctx.arena, "%d", AT_ONCE)};
	const struct mc_calendar_set *calendars = NULL;
	bool settled = true;

	for (int round = 0; round < ROUNDS && settled; round++) {
		struct open_then it = {0};

		TRY(mc_job_query(job, &mc_sql_outage_next, params, &it.rows));
		if (mc_rows_count(it.rows) == 0)
			break;
		if (calendars == NULL)
			TRY(mc_calendar_set_of_job(job, &calendars));
		for (; it.row < mc_rows_count(it.rows) && settled; it.row++)
			TRY(settle(job, calendars, &it, &settled));
	}
	return MC_OK;
}

static const struct mc_chore outages = {"outages", settle_all};

MC_TABLE_ADD(chores, mc_chore, outages);
