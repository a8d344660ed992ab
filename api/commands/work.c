/* Claims a job, does it with no transaction open, deletes it when it is done. A claimed job is
 * hidden for longer than any takes; if this process dies meanwhile, another takes it up. */
#include "api/commands/work.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "api/commands/command.h"
#include "api/core/job.h"
#include "api/core/site.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/store/pg_check.h"

enum {
	POLL_MS = 500,
	CHORES_SECONDS = 300,
	STATEMENT_MS = 30000,
	LOCK_MS = 2000,
};

static enum mc_rc
run_topic(struct mc_job *job, const char *topic)
{
	for (MC_TABLE_EACH(topics, mc_topic, at)) {
		if (strcmp((*at)->name, topic) == 0)
			return (*at)->run(job);
	}
	return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL, "no such topic: %s", topic);
}

static void
log_failure(const struct mc_job *job, const char *event)
{
	const struct mc_problem *problem = &job->ctx.problem;

	mc_log(MC_LOG_WARNING, event, "%s: %s", job->id != NULL ? job->id : "-",
	    problem->internal != NULL ? problem->internal : mc_problem_kind(problem->id)->code);
}

/* Does one claimed job and says in the outbox what became of it. */
static void
run_job(const struct mc_job *worker, const struct mc_rows *claimed)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = *worker;
	const char *cause;

	job.ctx = (struct mc_ctx){.arena = arena};
	job.id = mc_rows_get(claimed, 0, "id");
	job.subject_id = mc_rows_get(claimed, 0, "subject_id");
	job.channel = mc_rows_get(claimed, 0, "channel");
	if (run_topic(&job, mc_rows_get(claimed, 0, "topic")) == MC_OK) {
		if (mc_job_query(&job, &mc_sql_outbox_done, (const char *const[]){job.id}, NULL) !=
		    MC_OK)
			log_failure(&job, "job-not-ended");
		return;
	}
	log_failure(&job, "job-failed");
	cause = job.ctx.problem.internal != NULL ? job.ctx.problem.internal
						 : mc_problem_kind(job.ctx.problem.id)->code;
	mc_problem_clear(&job.ctx);
	if (mc_job_query(&job, &mc_sql_outbox_retry, (const char *const[]){job.id, cause}, NULL) !=
	    MC_OK)
		log_failure(&job, "job-not-ended");
}

/* The topics that this program knows, as an array of the database; those that wait for nobody
 * first. A job of another topic is left for a program that knows it. */
static const char *
list_topics(struct mc_arena *arena)
{
	struct mc_buf list = mc_buf_new(arena, 1000);

	for (int slow = 0; slow < 2; slow++) {
		for (MC_TABLE_EACH(topics, mc_topic, at)) {
			if ((*at)->slow == (slow != 0))
				mc_buf_printf(
				    &list, "%s%s", list.length > 0 ? "," : "", (*at)->name);
		}
	}
	return mc_sprintf(arena, "{%s}", list.bytes);
}

/* Whether there was a job. */
static bool
run_next(const struct mc_job *worker)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = *worker;
	const struct mc_rows *rows;

	job.ctx = (struct mc_ctx){.arena = arena};
	if (mc_job_query(&job, &mc_sql_outbox_claim,
		(const char *const[]){
		    list_topics(arena), mc_sprintf(arena, "%d", MC_JOB_SECONDS_MAX)},
		&rows) != MC_OK) {
		log_failure(&job, "claim-failed");
		return false;
	}
	if (mc_rows_count(rows) == 0)
		return false;
	run_job(worker, rows);
	return true;
}

static void
run_chores(const struct mc_job *worker)
{
	for (MC_TABLE_EACH(chores, mc_chore, at)) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_job job = *worker;

		job.ctx = (struct mc_ctx){.arena = arena};
		job.id = (*at)->name;
		if ((*at)->run(&job) != MC_OK)
			log_failure(&job, "chore-failed");
	}
}

/* Waits for a signal for a moment; whether one came. */
static bool
told_to_stop(unsigned wait_ms)
{
	const struct timespec wait = {
	    .tv_sec = wait_ms / 1000, .tv_nsec = (long)(wait_ms % 1000) * 1000000};
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	return sigtimedwait(&set, NULL, &wait) > 0;
}

static void
work_until_stopped(const struct mc_job *worker)
{
	int64_t chores_at = 0;
	unsigned wait_ms = 0;

	while (!told_to_stop(wait_ms)) {
		wait_ms = run_next(worker) ? 0 : POLL_MS;
		if (mc_clock_now() - chores_at >= CHORES_SECONDS) {
			run_chores(worker);
			chores_at = mc_clock_now();
		}
	}
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
	    .size = 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS,
	};

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin(&ctx, &config) != MC_OK || mc_site_open(&ctx, &config, &site) != MC_OK)
		return mc_command_failed("work", &ctx);
	/* A database that is away is waited for, one of another release is not. */
	if (mc_pg_check(&ctx, config.database_url, MC_RELEASE, mc_statements) != MC_OK &&
	    ctx.problem.id == MC_PROBLEM_SCHEMA_UNFIT)
		return mc_command_failed("work", &ctx);
	mc_problem_clear(&ctx);
	worker.site = site;
	options.conninfo = config.database_url;
	worker.pool = mc_pg_pool_new(&options);
	mc_log(MC_LOG_INFO, "started", "worker");
	work_until_stopped(&worker);
	mc_pg_pool_free(worker.pool);
	mc_log(MC_LOG_INFO, "stopped", "worker");
	mc_log_close();
	return MC_EXIT_DONE;
}
