/* One look after the other: what fails is told in the log once, until it has gone well again. */
#include "api/core/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "api/core/caller.h"
#include "api/core/key_ring.h"
#include "api/core/readiness.h"
#include "api/core/revocations.h"
#include "api/core/own_secret.h"
#include "lib/base/log.h"

enum {
	PERIOD_S = 1,
	STATEMENT_MS = 1000,
	LOCK_MS = 300,
};

struct mc_watch {
	struct mc_app *app;
	struct mc_pg_pool *pool;
	pthread_t thread;
	pthread_mutex_t mutex; /* of stopping */
	pthread_cond_t wake;
	bool stopping;
	bool told_keys; /* of a failure that goes on */
	bool told_receipts;
	bool told_secret;
	bool told_database;
};

/* Once per failure is enough. */
static void
tell(bool *told, const char *event, const struct mc_ctx *ctx, enum mc_rc rc)
{
	const char *why = ctx->problem.internal != NULL ? ctx->problem.internal : "-";

	if (rc != MC_OK && !*told) {
		mc_log(MC_LOG_WARNING, event, "%s", why);
		for (size_t i = 0; i < ctx->problem.error_count; i++)
			mc_log(MC_LOG_WARNING, event, "%s: %s", ctx->problem.errors[i].pointer,
			    ctx->problem.errors[i].detail_en);
	}
	*told = rc != MC_OK;
}

static enum mc_rc
look_at_database(struct mc_ctx *ctx, struct mc_watch *watch)
{
	TRY(mc_readiness_look(ctx, watch->app->readiness, watch->pool));
	return mc_revocations_read(ctx, watch->app->revocations, watch->pool);
}

static void
look(struct mc_arena *arena, struct mc_watch *watch)
{
	struct mc_ctx ctx = {.arena = arena};

	tell(&watch->told_keys, "keys", &ctx, mc_key_ring_refresh(&ctx, watch->app->ring));
	mc_problem_clear(&ctx);
	tell(&watch->told_receipts, "keys", &ctx, mc_key_ring_refresh(&ctx, watch->app->receipts));
	mc_problem_clear(&ctx);
	tell(&watch->told_secret, "keys", &ctx, mc_own_secret_refresh(&ctx, watch->app->secret));
	mc_problem_clear(&ctx);
	tell(&watch->told_database, "database", &ctx, look_at_database(&ctx, watch));
	mc_arena_reset(arena);
}

/* Waits for the next look; false when it is time to end. */
static bool
wait_for_next(struct mc_watch *watch)
{
	struct timespec until;
	bool stopping;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PERIOD_S;
	(void)pthread_mutex_lock(&watch->mutex);
	while (!watch->stopping && pthread_cond_timedwait(&watch->wake, &watch->mutex, &until) == 0)
		continue;
	stopping = watch->stopping;
	(void)pthread_mutex_unlock(&watch->mutex);
	return !stopping;
}

static void *
keep_looking(void *argument)
{
	struct mc_watch *watch = argument;
	struct mc_arena *arena = mc_arena_new();

	while (wait_for_next(watch))
		look(arena, watch);
	mc_arena_free(arena);
	return NULL;
}

static struct mc_watch *
watch_new(struct mc_app *app)
{
	const struct mc_pg_options options = {.conninfo = app->config->database_url,
	    .user = mc_caller_database_role(MC_CALLER_SYSTEM),
	    .application_name = "motcua-watch",
	    .size = 1,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS};
	struct mc_watch *watch = calloc(1, sizeof(*watch));
	pthread_condattr_t attributes;

	if (watch == NULL || pthread_mutex_init(&watch->mutex, NULL) != 0 ||
	    pthread_condattr_init(&attributes) != 0 ||
	    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(&watch->wake, &attributes) != 0)
		abort();
	(void)pthread_condattr_destroy(&attributes);
	watch->app = app;
	watch->pool = mc_pg_pool_new(&options);
	return watch;
}

static void
watch_free(struct mc_watch *watch)
{
	(void)pthread_cond_destroy(&watch->wake);
	(void)pthread_mutex_destroy(&watch->mutex);
	mc_pg_pool_free(watch->pool);
	free(watch);
}

enum mc_rc
mc_watch_start(struct mc_ctx *ctx, struct mc_app *app, struct mc_watch **ret_watch)
{
	struct mc_watch *watch = watch_new(app);
	enum mc_rc rc = look_at_database(ctx, watch);

	if (rc != MC_OK && mc_readiness_problem(app->readiness) == MC_PROBLEM_SCHEMA_UNFIT) {
		watch_free(watch);
		return MC_FAILED;
	}
	tell(&watch->told_database, "database", ctx, rc);
	mc_problem_clear(ctx);
	if (pthread_create(&watch->thread, NULL, keep_looking, watch) != 0)
		abort();
	*ret_watch = watch;
	return MC_OK;
}

void
mc_watch_stop(struct mc_watch *watch)
{
	if (watch == NULL)
		return;
	(void)pthread_mutex_lock(&watch->mutex);
	watch->stopping = true;
	(void)pthread_cond_signal(&watch->wake);
	(void)pthread_mutex_unlock(&watch->mutex);
	(void)pthread_join(watch->thread, NULL);
	watch_free(watch);
}
