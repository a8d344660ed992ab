/* Chores about what is promised: who has something to do is told in time, and what was not supplied
 * in time is closed. */
#include <string.h>

#include "api/calendar/calendar_set.h"
#include "api/core/job.h"
#include "api/dossier/clock.h"
#include "gen/queries.h"
#include "gen/vocabulary/steps.h"
#include "lib/json/json.h"

enum { AT_ONCE = 100, LAPSED_AT_ONCE = 1000 };

static enum mc_rc
remind(struct mc_job *job)
{
	TRY(mc_job_repeat(job, &mc_sql_intakes_alert, AT_ONCE));
	return mc_job_repeat(job, &mc_sql_supplements_remind, AT_ONCE);
}

/* Closes one dossier in a transaction of its own. */
static enum mc_rc
close_lapsed(struct mc_job *job, const struct mc_calendar_set *calendars,
    const struct mc_rows *lapsed, size_t row)
{
	MC_CLEANUP(mc_json_freep) json_t *facts = NULL;
	MC_CLEANUP(mc_json_freep) json_t *clock = NULL;
	const char *text = mc_rows_get(lapsed, row, "clock");
	const struct mc_step *step = mc_step_of(MC_STEP_EXPIRE_SUPPLEMENT);
	const struct mc_calendar *calendar;

	TRY(mc_json_parse(&job->ctx, text, strlen(text), &facts));
	TRY(mc_calendar_set_get(
	    &job->ctx, calendars, mc_clock_unit(facts), mc_clock_now_of(facts), &calendar));
	TRY(mc_clock_turn(&job->ctx, facts, calendar, step->clock, NULL, &clock));
	return mc_job_query(job, &mc_sql_supplement_lapse,
	    (const char *const[]){mc_rows_get(lapsed, row, "id"),
		mc_rows_get(lapsed, row, "version"), mc_json_canonical(job->ctx.arena, clock)},
	    NULL);
}

/* One that cannot be closed does not keep the others open. */
static enum mc_rc
close_all(struct mc_job *job)
{
	const struct mc_calendar_set *calendars;
	const struct mc_rows *lapsed;
	enum mc_rc rc = MC_OK;

	TRY(mc_job_query(job, &mc_sql_supplements_lapsed,
	    (const char *const[]){mc_sprintf(job->ctx.arena, "%d", LAPSED_AT_ONCE)}, &lapsed));
	if (mc_rows_count(lapsed) == 0)
		return MC_OK;
	TRY(mc_calendar_set_of_job(job, &calendars));
	for (size_t row = 0; row < mc_rows_count(lapsed); row++) {
		if (close_lapsed(job, calendars, lapsed, row) != MC_OK)
			rc = MC_FAILED;
	}
	return rc;
}

static const struct mc_chore reminders = {"reminders", remind};
static const struct mc_chore lapses = {"lapses", close_all};

MC_TABLE_ADD(chores, mc_chore, reminders);
MC_TABLE_ADD(chores, mc_chore, lapses);
