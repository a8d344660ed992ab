/* A sorted array of ids, replaced as a whole after each reading: the sessions ended within the life
 * of a token are few. While the database is away, or the table locked, the last list stays. */
#include "api/core/revocations.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/core/caller.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum {
	PERIOD_S = 1,
	STATEMENT_MS = 1000,
	LOCK_MS = 300,
	LOOK_BACK_MS = 15 * 60 * 1000, /* longer than a token lives */
	ID_LENGTH = 36,
};

struct list {
	size_t count;
	char (*ids)[ID_LENGTH];
};

struct mc_revocations {
	struct mc_pg_pool *pool;
	pthread_t thread;
	pthread_rwlock_t lock; /* of the list */
	struct list list;
	atomic_bool database_answers;
	pthread_mutex_t mutex; /* of stopping */
	pthread_cond_t wake;
	bool stopping;
};

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, ID_LENGTH);
}

static struct list
copy_ids(const struct mc_rows *rows)
{
	struct list list = {.count = 0, .ids = calloc(mc_rows_count(rows) + 1, ID_LENGTH)};

	if (list.ids == NULL)
		abort();
	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		const char *id = mc_rows_get(rows, i, "session_id");

		if (id != NULL && strlen(id) == ID_LENGTH)
			memcpy(list.ids[list.count++], id, ID_LENGTH);
	}
	qsort(list.ids, list.count, ID_LENGTH, compare_ids);
	return list;
}

static enum mc_rc
read_list(struct mc_ctx *ctx, struct mc_revocations *revocations)
{
	struct mc_batch *batch = mc_batch_new(ctx, revocations->pool);
	const char *const params[] = {
	    mc_clock_rfc3339(ctx->arena, mc_clock_now_ms() - LOOK_BACK_MS)};
	struct list list;
	struct list old;

	(void)mc_batch_add(batch, &mc_sql_session_revoked, params);
	mc_batch_set_repeatable(batch);
	TRY(mc_batch_run(batch));
	list = copy_ids(mc_batch_rows(batch, 0));
	(void)pthread_rwlock_wrlock(&revocations->lock);
	old = revocations->list;
	revocations->list = list;
	(void)pthread_rwlock_unlock(&revocations->lock);
	free(old.ids);
	return MC_OK;
}

/* A table that somebody has locked does not make the database one that is away. */
static enum mc_rc
ask_database(struct mc_ctx *ctx, struct mc_revocations *revocations)
{
	struct mc_batch *batch = mc_batch_new(ctx, revocations->pool);

	(void)mc_batch_add(batch, &mc_sql_service_ready, NULL);
	mc_batch_set_repeatable(batch);
	return mc_batch_run(batch);
}

static enum mc_rc
read_all(struct mc_ctx *ctx, struct mc_revocations *revocations)
{
	bool answers = ask_database(ctx, revocations) == MC_OK;

	atomic_store(&revocations->database_answers, answers);
	return answers ? read_list(ctx, revocations) : MC_FAILED;
}

/* Waits for the next reading; false when it is time to end. */
static bool
wait_for_next(struct mc_revocations *revocations)
{
	struct timespec until;
	bool stopping;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PERIOD_S;
	(void)pthread_mutex_lock(&revocations->mutex);
	while (!revocations->stopping &&
	       pthread_cond_timedwait(&revocations->wake, &revocations->mutex, &until) == 0)
		continue;
	stopping = revocations->stopping;
	(void)pthread_mutex_unlock(&revocations->mutex);
	return !stopping;
}

static void *
keep_reading(void *argument)
{
	struct mc_revocations *revocations = argument;
	struct mc_arena *arena = mc_arena_new();
	bool reported = false;

	do {
		struct mc_ctx ctx = {.arena = arena};
		bool failed = read_all(&ctx, revocations) != MC_OK;

		/* Once per outage is enough. */
		if (failed && !reported)
			mc_log(MC_LOG_WARNING, "revocations", "ended sessions cannot be read: %s",
			    ctx.problem.internal != NULL ? ctx.problem.internal : "-");
		reported = failed;
		mc_arena_reset(arena);
	} while (wait_for_next(revocations));
	mc_arena_free(arena);
	return NULL;
}

struct mc_revocations *
mc_revocations_start(const char *conninfo)
{
	const struct mc_pg_options options = {.conninfo = conninfo,
	    .user = mc_caller_database_role(MC_CALLER_SYSTEM),
	    .application_name = "motcua-watch",
	    .size = 1,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS};
	struct mc_revocations *revocations = calloc(1, sizeof(*revocations));
	pthread_condattr_t attributes;

	if (revocations == NULL || pthread_rwlock_init(&revocations->lock, NULL) != 0 ||
	    pthread_mutex_init(&revocations->mutex, NULL) != 0 ||
	    pthread_condattr_init(&attributes) != 0 ||
	    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(&revocations->wake, &attributes) != 0)
		abort();
	(void)pthread_condattr_destroy(&attributes);
	revocations->pool = mc_pg_pool_new(&options);
	if (pthread_create(&revocations->thread, NULL, keep_reading, revocations) != 0)
		abort();
	return revocations;
}

void
mc_revocations_stop(struct mc_revocations *revocations)
{
	if (revocations == NULL)
		return;
	(void)pthread_mutex_lock(&revocations->mutex);
	revocations->stopping = true;
	(void)pthread_cond_signal(&revocations->wake);
	(void)pthread_mutex_unlock(&revocations->mutex);
	(void)pthread_join(revocations->thread, NULL);
	(void)pthread_cond_destroy(&revocations->wake);
	(void)pthread_mutex_destroy(&revocations->mutex);
	(void)pthread_rwlock_destroy(&revocations->lock);
	mc_pg_pool_free(revocations->pool);
	free(revocations->list.ids);
	free(revocations);
}

bool
mc_revocations_database_answers(const struct mc_revocations *revocations)
{
	return atomic_load(&revocations->database_answers);
}

bool
mc_revocations_has(struct mc_revocations *revocations, const char *session_id)
{
	bool found;

	if (strlen(session_id) != ID_LENGTH)
		return false;
	(void)pthread_rwlock_rdlock(&revocations->lock);
	found = revocations->list.count > 0 &&
		bsearch(session_id, revocations->list.ids, revocations->list.count, ID_LENGTH,
		    compare_ids) != NULL;
	(void)pthread_rwlock_unlock(&revocations->lock);
	return found;
}
