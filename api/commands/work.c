/* Starts the lanes, renews their leases, and ends them when told to. A thread beside the lanes
 * speaks with the database, as long as that takes; the main thread looks whether all of them get
 * on, and says so. */
#include "api/commands/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "api/commands/command.h"
#include "api/commands/lane.h"
#include "api/core/site.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/supervisor.h"
#include "lib/store/pg_check.h"

enum {
	RENEW_SECONDS = MC_LEASE_SECONDS / 3,
	STATEMENT_MS = 30000,
	LOCK_MS = 2000,
	LOOK_MS = 500,
};

/* Who keeps the leases. */
struct keeper {
	const struct mc_job *worker;
	struct mc_lanes *lanes;
	pthread_t thread;
	atomic_bool stopping;
	atomic_bool heard; /* the database has taken a sign of life */
	bool fits;         /* the database was compared with the program */
	atomic_uint_least64_t got_on_us;
};

/* A database that is away is waited for, one of another release is not: fails with
 * MC_PROBLEM_SCHEMA_UNFIT. */
static enum mc_rc
check_database(struct mc_ctx *ctx, const struct mc_config *config)
{
	return mc_pg_check(ctx, config->database_url, MC_RELEASE, mc_statements);
}

/* Tells the database that this worker lives: who watches sees a sign that grows old. */
static void
say_alive(struct keeper *keeper)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = *keeper->worker;

	job.ctx = (struct mc_ctx){.arena = arena};
	job.got_on_us = &keeper->got_on_us;
	if (!keeper->fits && check_database(&job.ctx, job.config) == MC_OK)
		keeper->fits = true;
	mc_problem_clear(&job.ctx);
	if (mc_job_query(&job, &mc_sql_heartbeat_add, NULL, NULL) != MC_OK)
		mc_log(MC_LOG_WARNING, "heartbeat-failed", "%s",
		    job.ctx.problem.internal != NULL ? job.ctx.problem.internal : "-");
	else if (keeper->fits)
		atomic_store(&keeper->heard, true);
}

/* Sooner while the database has not been there yet: the worker is not ready before. */
static void
wait_for_next(struct keeper *keeper)
{
	uint64_t seconds = atomic_load(&keeper->heard) ? RENEW_SECONDS : 1;
	uint64_t next = mc_clock_monotonic_us() + 1000000 * seconds;

	while (!atomic_load(&keeper->stopping) && mc_clock_monotonic_us() < next) {
		mc_clock_sleep_ms(LOOK_MS);
		atomic_store(&keeper->got_on_us, mc_clock_monotonic_us());
	}
}

static void *
keep(void *argument)
{
	struct keeper *keeper = argument;

	say_alive(keeper);
	for (;;) {
		wait_for_next(keeper);
		if (atomic_load(&keeper->stopping))
			return NULL;
		mc_lanes_renew(keeper->lanes);
		say_alive(keeper);
	}
}

static void
look_until_stopped(struct keeper *keeper)
{
	struct mc_supervisor supervisor = mc_supervisor_find();

	do {
		if (!mc_lanes_hang(keeper->lanes) &&
		    !mc_lane_hangs(atomic_load(&keeper->got_on_us)))
			mc_supervisor_alive(&supervisor, atomic_load(&keeper->heard));
	} while (!mc_command_told_to_stop(LOOK_MS));
	mc_supervisor_stopping();
}

static enum mc_rc
work_until_stopped(struct mc_ctx *ctx, struct keeper *keeper)
{
	atomic_bool stopping = false;
	enum mc_rc rc = mc_lanes_start(ctx, keeper->worker, &stopping, &keeper->lanes);

	mc_log(MC_LOG_INFO, "started", "worker");
	atomic_store(&keeper->got_on_us, mc_clock_monotonic_us());
	if (rc == MC_OK && pthread_create(&keeper->thread, NULL, keep, keeper) != 0)
		abort();
	if (rc == MC_OK) {
		look_until_stopped(keeper);
		atomic_store(&stopping, true);
		atomic_store(&keeper->stopping, true);
		(void)pthread_join(keeper->thread, NULL);
	}
	atomic_store(&stopping, true);
	mc_lanes_join(keeper->lanes);
	return rc;
}

int
mc_cmd_work(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	struct mc_job worker = {.config = &config};
	struct keeper keeper = {.worker = &worker};
	struct mc_pg_options options = {
	    .application_name = "motcua-work",
	    .size = MC_LANES_MAX + 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS,
	};
	enum mc_rc rc;

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin_staying(&ctx, &config) != MC_OK ||
	    mc_site_open(&ctx, &config, &site) != MC_OK)
		return mc_command_failed("work", &ctx);
	keeper.fits = check_database(&ctx, &config) == MC_OK;
	if (!keeper.fits && ctx.problem.id == MC_PROBLEM_SCHEMA_UNFIT)
		return mc_command_failed("work", &ctx);
	mc_problem_clear(&ctx);
	worker.site = site;
	options.conninfo = config.database_url;
	worker.pool = mc_pg_pool_new(&options);
	rc = work_until_stopped(&ctx, &keeper);
	mc_pg_pool_free(worker.pool);
	mc_log(MC_LOG_INFO, "stopped", "worker");
	mc_log_close();
	return rc == MC_OK ? MC_EXIT_DONE : mc_command_failed("work", &ctx);
}
