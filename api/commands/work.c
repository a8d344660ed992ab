/* Starts the lanes, renews their leases, and ends them when told to. */
#include "api/commands/work.h"

#include <stdatomic.h>

#include "api/commands/command.h"
#include "api/commands/lane.h"
#include "api/core/site.h"
#include "gen/queries.h"
#include "lib/base/log.h"
#include "lib/store/pg_check.h"

enum {
	RENEW_SECONDS = MC_LEASE_SECONDS / 3,
	STATEMENT_MS = 30000,
	LOCK_MS = 2000,
};

/* Tells the database that this worker lives: who watches sees a sign that grows old. */
static void
say_alive(const struct mc_job *worker)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = *worker;

	job.ctx = (struct mc_ctx){.arena = arena};
	if (mc_job_query(&job, &mc_sql_heartbeat_add, NULL, NULL) != MC_OK)
		mc_log(MC_LOG_WARNING, "heartbeat-failed", "%s",
		    job.ctx.problem.internal != NULL ? job.ctx.problem.internal : "-");
}

static enum mc_rc
work_until_stopped(struct mc_ctx *ctx, const struct mc_job *worker)
{
	atomic_bool stopping = false;
	struct mc_lanes *lanes = NULL;
	enum mc_rc rc = mc_lanes_start(ctx, worker, &stopping, &lanes);

	mc_log(MC_LOG_INFO, "started", "worker");
	if (rc == MC_OK)
		say_alive(worker);
	while (rc == MC_OK && !mc_command_told_to_stop(RENEW_SECONDS * 1000)) {
		mc_lanes_renew(lanes);
		say_alive(worker);
	}
	atomic_store(&stopping, true);
	mc_lanes_join(lanes);
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
	/* A database that is away is waited for, one of another release is not. */
	if (mc_pg_check(&ctx, config.database_url, MC_RELEASE, mc_statements) != MC_OK &&
	    ctx.problem.id == MC_PROBLEM_SCHEMA_UNFIT)
		return mc_command_failed("work", &ctx);
	mc_problem_clear(&ctx);
	worker.site = site;
	options.conninfo = config.database_url;
	worker.pool = mc_pg_pool_new(&options);
	rc = work_until_stopped(&ctx, &worker);
	mc_pg_pool_free(worker.pool);
	mc_log(MC_LOG_INFO, "stopped", "worker");
	mc_log_close();
	return rc == MC_OK ? MC_EXIT_DONE : mc_command_failed("work", &ctx);
}
