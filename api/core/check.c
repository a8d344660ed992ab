/* Portions of passes, and the worker's chore that goes on with all of them. */
#include "api/core/check.h"

#include <stdlib.h>

#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum {
	ROWS_AT_ONCE = 100,
	LOSSES_BYTES_MAX = 16 * 1024 * 1024,
	/* Of a round of chores for each check; a portion takes less than that. */
	SHARE_US = 2 * 1000 * 1000,
};

/* An element of an array of the database. */
static void
add_element(struct mc_buf *array, const char *text)
{
	mc_buf_add_text(array, array->length > 1 ? ",\"" : "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			mc_buf_add_char(array, '\\');
		mc_buf_add_char(array, *text);
	}
	mc_buf_add_char(array, '"');
}

void
mc_check_lost(struct mc_check_portion *portion, const char *subject, const char *what)
{
	add_element(&portion->subjects, subject);
	add_element(&portion->whats, what);
	portion->lost++;
}

enum mc_rc
mc_check_stretch(
    struct mc_job *job, struct mc_check_portion *portion, const struct mc_statement *stretch)
{
	const char *limit = mc_sprintf(job->ctx.arena, "%d", ROWS_AT_ONCE);
	const struct mc_rows *rows;

	TRY(mc_job_query(job, stretch, (const char *const[]){portion->after, limit}, &rows));
	portion->until = mc_rows_get(rows, 0, "until");
	portion->looked = strtoul(mc_rows_get(rows, 0, "looked"), NULL, 10);
	return MC_OK;
}

enum mc_rc
mc_check_by_rows(struct mc_job *job, struct mc_check_portion *portion,
    const struct mc_statement *stretch, const struct mc_statement *faults)
{
	const struct mc_rows *rows;

	TRY(mc_check_stretch(job, portion, stretch));
	TRY(mc_job_query(
	    job, faults, (const char *const[]){portion->after, portion->until}, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++)
		mc_check_lost(
		    portion, mc_rows_get(rows, row, "id"), mc_rows_get(rows, row, "what"));
	return MC_OK;
}

enum mc_rc
mc_check_run(struct mc_job *job, const struct mc_check *check, const char *after,
    struct mc_check_portion *ret_portion)
{
	struct mc_check_portion portion = {.after = after,
	    .subjects = mc_buf_new(job->ctx.arena, LOSSES_BYTES_MAX),
	    .whats = mc_buf_new(job->ctx.arena, LOSSES_BYTES_MAX)};

	mc_buf_add_char(&portion.subjects, '{');
	mc_buf_add_char(&portion.whats, '{');
	TRY(check->run(job, &portion));
	mc_buf_add_char(&portion.subjects, '}');
	mc_buf_add_char(&portion.whats, '}');
	if (mc_buf_overflowed(&portion.subjects) || mc_buf_overflowed(&portion.whats))
		return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL, "too many losses");
	TRY(mc_job_query(job, &mc_sql_check_tell,
	    (const char *const[]){
		check->name, after, portion.until, portion.subjects.bytes, portion.whats.bytes},
	    NULL));
	*ret_portion = portion;
	return MC_OK;
}

/* The next portion of the pass under way; *ret_more says whether there was one. */
static enum mc_rc
go_on(struct mc_job *job, const struct mc_check *check, bool *ret_more)
{
	struct mc_arena *arena = job->ctx.arena;
	struct mc_check_portion portion;
	const struct mc_rows *rows;

	*ret_more = false;
	TRY(mc_job_query(job, &mc_sql_check_next, (const char *const[]){check->name}, &rows));
	if (mc_rows_count(rows) == 0)
		return MC_OK;
	TRY(mc_check_run(job, check, mc_rows_get(rows, 0, "place"), &portion));
	if (portion.lost > 0)
		mc_log(MC_LOG_ERROR, "check-lost", "%s: %zu behind \"%s\"", check->name,
		    portion.lost, portion.after);
	*ret_more = portion.until != NULL;
	if (portion.until == NULL && check->ended != NULL)
		TRY(check->ended(job));
	return mc_job_query(job, &mc_sql_check_goes_on,
	    (const char *const[]){check->name, portion.after, portion.until,
		mc_sprintf(arena, "%lu", portion.looked), mc_sprintf(arena, "%lu", portion.mended)},
	    NULL);
}

static enum mc_rc
run_share(const struct mc_job *worker, const struct mc_check *check)
{
	uint64_t until = mc_clock_monotonic_us() + SHARE_US;
	bool more = true;

	while (more && mc_clock_monotonic_us() < until) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_job job = *worker;

		job.ctx = (struct mc_ctx){.arena = arena};
		if (go_on(&job, check, &more) != MC_OK) {
			mc_log(MC_LOG_WARNING, "check-failed", "%s: %s", check->name,
			    job.ctx.problem.internal != NULL
				? job.ctx.problem.internal
				: mc_problem_kind(job.ctx.problem.id)->code);
			return MC_FAILED;
		}
	}
	return MC_OK;
}

/* One that fails keeps no other from going on. */
static enum mc_rc
run(struct mc_job *job)
{
	enum mc_rc rc = MC_OK;

	for (MC_TABLE_EACH(checks, mc_check, at)) {
		if (run_share(job, *at) != MC_OK)
			rc = MC_FAILED;
	}
	if (rc != MC_OK)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL, "a check did not go on");
	return MC_OK;
}

static const struct mc_chore checks = {"checks", run};

MC_TABLE_ADD(chores, mc_chore, checks);
