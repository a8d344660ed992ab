/* Two generations: the one in force and the one before, so that a request that still holds the
 * older one can finish; a generation is freed an hour after it was replaced. */
#include "api/calendar/calendars.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/part.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"

enum { LIFETIME_SECONDS = 3600 };

struct generation {
	struct mc_arena *arena;
	const struct mc_calendar *calendar;
	int64_t loaded_at;
};

struct calendars {
	pthread_mutex_t mutex;
	struct generation current;
	struct generation previous;
};

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct calendars *calendars = calloc(1, sizeof(*calendars));

	(void)config;
	if (calendars == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	(void)pthread_mutex_init(&calendars->mutex, NULL);
	*ret_part = calendars;
	return MC_OK;
}

static void
close(void *part)
{
	struct calendars *calendars = part;

	mc_arena_free(calendars->current.arena);
	mc_arena_free(calendars->previous.arena);
	(void)pthread_mutex_destroy(&calendars->mutex);
	free(calendars);
}

static const struct mc_part calendars_part = {"calendars", open, close};

MC_TABLE_ADD(parts, mc_part, calendars_part);

static enum mc_rc
load(struct mc_request *rq, struct generation *ret_generation)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_rows *rows;
	const struct mc_calendar *calendar;
	const char *text;

	TRY(mc_request_query(rq, &mc_sql_calendar_get, (const char *const[]){"general"}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "no calendar has been imported");
	text = mc_rows_get(rows, 0, "document");
	TRY(mc_json_parse(&rq->ctx, text, strlen(text), &document));
	if (mc_calendar_read(&ctx, document, &calendar) != MC_OK)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "the calendar cannot be read");
	*ret_generation =
	    (struct generation){.arena = arena, .calendar = calendar, .loaded_at = mc_clock_now()};
	arena = NULL;
	return MC_OK;
}

/* Puts a generation in force, unless another request was first with the first one. */
static const struct mc_calendar *
replace(struct calendars *calendars, const struct generation *fresh, bool renew)
{
	struct mc_arena *unused;
	const struct mc_calendar *calendar;

	(void)pthread_mutex_lock(&calendars->mutex);
	if (renew || calendars->current.calendar == NULL) {
		unused = calendars->previous.arena;
		calendars->previous = calendars->current;
		calendars->current = *fresh;
	} else {
		unused = fresh->arena;
	}
	calendar = calendars->current.calendar;
	(void)pthread_mutex_unlock(&calendars->mutex);
	mc_arena_free(unused);
	return calendar;
}

enum mc_rc
mc_calendars_get(struct mc_request *rq, const struct mc_calendar **ret_calendar)
{
	struct calendars *calendars = mc_part_of(rq->app, &calendars_part);
	const struct mc_calendar *calendar;
	struct generation fresh;
	int64_t now = mc_clock_now();
	bool renew;

	(void)pthread_mutex_lock(&calendars->mutex);
	calendar = calendars->current.calendar;
	renew = calendar != NULL && now - calendars->current.loaded_at >= LIFETIME_SECONDS;
	if (renew) /* this request does it; the others go on with what is there */
		calendars->current.loaded_at = now;
	(void)pthread_mutex_unlock(&calendars->mutex);
	if (calendar == NULL || renew) {
		TRY(load(rq, &fresh));
		calendar = replace(calendars, &fresh, renew);
	}
	*ret_calendar = calendar;
	return MC_OK;
}
