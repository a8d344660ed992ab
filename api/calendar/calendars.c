/* Two generations: the one in force and the one before, so that a request that still holds the
 * older one can finish; a generation is freed an hour after it was replaced. */
#include "api/calendar/calendars.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/part.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/calendar/local_time.h"
#include "lib/json/json.h"

enum { LIFETIME_SECONDS = 60 };

static const char general[] = "general";

/* What holds under a code from a day on, until the next of that code. */
struct document {
	const char *code;
	int64_t first_day;
	const struct mc_calendar *calendar;
};

/* A unit that keeps another calendar than the general one. */
struct keeper {
	const char *unit;
	const char *calendar;
};

struct generation {
	struct mc_arena *arena; /* NULL: nothing is loaded yet */
	struct document *documents;
	size_t count;
	struct keeper *keepers; /* by unit */
	size_t keeper_count;
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

/* The documents of one database row each, all of one code in the order of their days. */
static enum mc_rc
read_documents(struct mc_request *rq, struct mc_ctx *ctx, struct generation *generation)
{
	const struct mc_rows *rows;

	TRY(mc_request_ask(rq, &mc_sql_calendar_list, NULL, &rows));
	generation->count = mc_rows_count(rows);
	generation->documents =
	    mc_alloc_array(ctx->arena, generation->count + 1, sizeof(*generation->documents));
	for (size_t i = 0; i < generation->count; i++) {
		MC_CLEANUP(mc_json_freep) json_t *document = NULL;
		const char *text = mc_rows_get(rows, i, "document");
		struct document *read = &generation->documents[i];

		TRY(mc_json_parse(&rq->ctx, text, strlen(text), &document));
		if (mc_calendar_read(ctx, document, &read->calendar) != MC_OK)
			return mc_fail_internal(
			    &rq->ctx, MC_PROBLEM_INTERNAL, "a calendar cannot be read");
		read->code = mc_strdup(ctx->arena, mc_rows_get(rows, i, "code"));
		read->first_day = strtoll(mc_rows_get(rows, i, "first_day"), NULL, 10);
	}
	return MC_OK;
}

static enum mc_rc
read_keepers(struct mc_request *rq, struct mc_ctx *ctx, struct generation *generation)
{
	const struct mc_rows *rows;

	TRY(mc_request_ask(rq, &mc_sql_calendar_units, NULL, &rows));
	generation->keeper_count = mc_rows_count(rows);
	generation->keepers =
	    mc_alloc_array(ctx->arena, generation->keeper_count + 1, sizeof(*generation->keepers));
	for (size_t i = 0; i < generation->keeper_count; i++)
		generation->keepers[i] = (struct keeper){
		    .unit = mc_strdup(ctx->arena, mc_rows_get(rows, i, "unit")),
		    .calendar = mc_strdup(ctx->arena, mc_rows_get(rows, i, "calendar")),
		};
	return MC_OK;
}

static enum mc_rc
load(struct mc_request *rq, struct generation *ret_generation)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct generation generation = {.arena = arena, .loaded_at = mc_clock_now()};

	TRY(read_documents(rq, &ctx, &generation));
	TRY(read_keepers(rq, &ctx, &generation));
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

static int
compare_units(const void *unit, const void *keeper)
{
	return strcmp(unit, ((const struct keeper *)keeper)->unit);
}

/* The last of the code that has begun, or its first; NULL if there is none. */
static const struct mc_calendar *
choose(const struct generation *generation, const char *code, int64_t day)
{
	const struct mc_calendar *chosen = NULL;

	for (size_t i = 0; i < generation->count; i++) {
		const struct document *document = &generation->documents[i];

		if (strcmp(document->code, code) == 0 &&
		    (chosen == NULL || document->first_day <= day))
			chosen = document->calendar;
	}
	return chosen;
}

enum mc_rc
mc_calendars_get(struct mc_request *rq, const char *unit_code, int64_t at,
    const struct mc_calendar **ret_calendar)
{
	struct calendars *calendars = mc_part_of(rq->app, &calendars_part);
	struct generation current;
	struct generation fresh;
	const struct keeper *keeper;
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
	keeper = bsearch(unit_code, current.keepers, current.keeper_count, sizeof(*current.keepers),
	    compare_units);
	*ret_calendar =
	    choose(&current, keeper != NULL ? keeper->calendar : general, mc_day_of(at));
	if (*ret_calendar == NULL) /* what a unit names is there: the import sees to it */
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "no calendar has been imported");
	return MC_OK;
}
