/* verify [CHECK...] */
#include "api/commands/verify.h"

#include <stdio.h>
#include <string.h>

#include "api/commands/command.h"
#include "api/core/check.h"
#include "gen/queries.h"

enum { STATEMENT_MS = 60000, LOCK_MS = 5000, WAIT_MS = 5000, PLACE_SIZE = 128 };

/* What the passes of a run found together. */
struct sums {
	unsigned long looked;
	unsigned long mended;
	size_t lost;
};

static bool
is_named(const struct mc_check *check, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], check->name) == 0)
			return true;
	}
	return argc == 0;
}

static bool
are_checks(int argc, char **argv)
{
	int known = 0;

	for (MC_TABLE_EACH(checks, mc_check, at))
		known += argc > 0 && is_named(*at, argc, argv);
	return known == argc;
}

/* A whole pass, a portion after the other. Memory is a portion's. */
static enum mc_rc
pass(const struct mc_job *work, const struct mc_check *check, struct sums *sums)
{
	char place[PLACE_SIZE] = "";

	for (bool more = true; more;) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_job job = *work;
		struct mc_check_portion portion;

		job.ctx = (struct mc_ctx){.arena = arena};
		if (mc_check_run(&job, check, place, &portion) != MC_OK) {
			(void)mc_command_failed(check->name, &job.ctx);
			return MC_FAILED;
		}
		sums->looked += portion.looked;
		sums->mended += portion.mended;
		sums->lost += portion.lost;
		more = portion.until != NULL;
		(void)snprintf(place, sizeof(place), "%s", more ? portion.until : "");
	}
	(void)printf("%-10s %-40s %10lu looked at %8lu mended %8zu lost\n", check->name,
	    check->title, sums->looked, sums->mended, sums->lost);
	return MC_OK;
}

/* All losses of a check that are known, also those that somebody met who wanted a file. */
static enum mc_rc
tell_losses(const struct mc_job *work, const struct mc_check *check)
{
	char place[PLACE_SIZE] = "";
	size_t count = 1;

	while (count > 0) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_job job = *work;
		const struct mc_rows *rows;

		job.ctx = (struct mc_ctx){.arena = arena};
		if (mc_job_query(&job, &mc_sql_check_losses,
			(const char *const[]){check->name, place}, &rows) != MC_OK) {
			(void)mc_command_failed(check->name, &job.ctx);
			return MC_FAILED;
		}
		count = mc_rows_count(rows);
		for (size_t row = 0; row < count; row++) {
			(void)snprintf(
			    place, sizeof(place), "%s", mc_rows_get(rows, row, "subject"));
			(void)printf(
			    "LOST %s %s: %s\n", check->name, place, mc_rows_get(rows, row, "what"));
		}
	}
	return MC_OK;
}

static int
verify(const struct mc_job *job, int argc, char **argv)
{
	bool good = true;
	size_t lost = 0;

	for (MC_TABLE_EACH(checks, mc_check, at)) {
		struct sums sums = {0};

		if (!is_named(*at, argc, argv))
			continue;
		good = pass(job, *at, &sums) == MC_OK && tell_losses(job, *at) == MC_OK && good;
		lost += sums.lost;
	}
	return good && lost == 0 ? MC_EXIT_DONE : MC_EXIT_FAILED;
}

int
mc_cmd_verify(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_config config;
	struct mc_job job = {.ctx = {.arena = arena}, .config = &config};
	struct mc_pg_options options = {
	    .application_name = "motcua-verify",
	    .size = 1,
	    .wait_ms = WAIT_MS,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS,
	};
	int status;

	if (!are_checks(argc, argv))
		return MC_EXIT_USAGE;
	if (mc_command_begin(&job.ctx, &config) != MC_OK)
		return mc_command_failed("verify", &job.ctx);
	options.conninfo = config.database_url;
	job.pool = mc_pg_pool_new(&options);
	status = verify(&job, argc, argv);
	mc_pg_pool_free(job.pool);
	return status;
}
