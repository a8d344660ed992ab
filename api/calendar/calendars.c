/* Two generations: the one in force and the one before, so that a request that still holds the
 * older one can finish; a generation is freed an hour after it was replaced. */
#include "api/calendar/calendars.h"

#include <pthread.h>
#include <stdlib.h>

#include "api/calendar/calendar_set.h"
#include "api/core/part.h"
#include "gen/queries.h"
#include "lib/base/clock.h"

enum { LIFETIME_SECONDS = 60 };

struct generation {
	struct mc_arena *arena; /* NULL: nothing is loaded yet */
	const struct mc_calendar_set *set;
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
	struct mc_ctx ctx = {.arena = arena};
	struct generation generation = {.arena = arena, .loaded_at = mc_clock_now()};
	const struct mc_rows *documents, *keepers;

	TRY(mc_request_ask(rq, &mc_sql_calendar_list, NULL, &documents));
	TRY(mc_request_ask(rq, &mc_sql_calendar_units, NULL, &keepers));
	if (mc_calendar_set_read(&ctx, documents, keepers, &generation.set) != MC_OK)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_INTERNAL, "%s", ctx.problem.internal);
	*ret_generation = generation;
	arena = NULL;
	return MC_OK;
}

/* Puts a generation in force, unless another request was first with the first one. */
static struct generation
replace(struct calendars *calendars, const struct generation *fresh, bool renew)
{
	struct mc_arena *unused;
	struct generation current;

	(void)pthread_mutex_lock(&calendars->mutex);
	if (renew || calendars->current.arena == NULL) {
		unused = calendars->previous.arena;
		calendars->previous = calendars->current;
		calendars->current = *fresh;
	} else {
		unused = fresh->arena;
	}
	current = calendars->current;
	(void)pthread_mutex_unlock(&calendars->mutex);
	mc_arena_free(unused);
	return current;
}

enum mc_rc
mc_calendars_get(struct mc_request *rq, const char *unit_code, int64_t at,
    const struct mc_calendar **ret_calendar)
{
	struct calendars *calendars = mc_part_of(rq->app, &calendars_part);
	struct generation current;
	struct generation fresh;
	int64_t now = mc_clock_now();
	bool renew;

	(void)pthread_mutex_lock(&calendars->mutex);
	current = calendars->current;
	renew = current.arena != NULL && now - current.loaded_at >= LIFETIME_SECONDS;
	if (renew) /* this request does it; the others go on with what is there */
		calendars->current.loaded_at = now;
	(void)pthread_mutex_unlock(&calendars->mutex);
	if (current.arena == NULL || renew) {
		TRY(load(rq, &fresh));
		current = replace(calendars, &fresh, renew);
	}
	return mc_calendar_set_get(&rq->ctx, current.set, unit_code, at, ret_calendar);
}
