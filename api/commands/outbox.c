/* Signs in as the worker does. What is printed holds ids alone, nobody's name or address. */
#include "api/commands/outbox.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/commands/command.h"
#include "api/core/job.h"
#include "gen/queries.h"
#include "gen/vocabulary/limits.h"
#include "lib/base/clock.h"
#include "lib/base/id.h"
#include "lib/json/json.h"

enum { STATEMENT_MS = 60000, LISTED_MAX = 1000, WORDS_MAX = 1000 };

struct listing {
	const struct mc_rows *figures;
	const struct mc_rows *failed;
};

static enum mc_rc
read_listing(struct mc_job *job, struct listing *ret_listing)
{
	TRY(mc_job_query(job, &mc_sql_outbox_figures, NULL, &ret_listing->figures));
	return mc_job_query(job, &mc_sql_outbox_failed,
	    (const char *const[]){mc_sprintf(job->ctx.arena, "%d", LISTED_MAX)},
	    &ret_listing->failed);
}

/* "3 d", "5 h", "7 min", "9 s" */
static const char *
age_text(struct mc_arena *arena, long long seconds)
{
	static const struct {
		long long seconds;
		const char *name;
	} units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
	size_t i = 0;

	while (i < 3 && seconds < units[i].seconds)
		i++;
	return mc_sprintf(arena, "%lld %s", seconds / units[i].seconds, units[i].name);
}

/* Nobody counts further than to a limit. */
static const char *
count_text(struct mc_arena *arena, long long count)
{
	return count > MC_LIMIT_JOBS_COUNTED
		   ? mc_sprintf(arena, "more than %d", MC_LIMIT_JOBS_COUNTED)
		   : mc_sprintf(arena, "%lld", count);
}

static const char *
time_text(struct mc_arena *arena, const struct mc_rows *rows, size_t row, const char *column)
{
	return mc_clock_rfc3339(arena, strtoll(mc_rows_get(rows, row, column), NULL, 10));
}

static void
print_text(struct mc_arena *arena, const struct listing *listing)
{
	const struct mc_rows *rows = listing->figures;

	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		const char *state = mc_rows_get(rows, i, "state");
		long long count = strtoll(mc_rows_get(rows, i, "count"), NULL, 10);

		if (mc_rows_get(rows, i, "part") != NULL)
			continue;
		(void)printf("%-9s %s, %s for %s\n", state, count_text(arena, count),
		    strcmp(state, "waiting") == 0 ? "late" : "the oldest",
		    age_text(arena, strtoll(mc_rows_get(rows, i, "seconds"), NULL, 10)));
	}
	rows = listing->failed;
	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		const char *channel = mc_rows_get(rows, i, "channel");
		const char *cause = mc_rows_get(rows, i, "last_error");

		(void)printf("%s  %s  %-8s  %s %s  %s tries  %s\n", mc_rows_get(rows, i, "id"),
		    time_text(arena, rows, i, "failed_ms"), mc_rows_get(rows, i, "state"),
		    mc_rows_get(rows, i, "topic"), channel != NULL ? channel : "-",
		    mc_rows_get(rows, i, "attempts"), cause != NULL ? cause : "-");
	}
	if (mc_rows_count(rows) == LISTED_MAX)
		(void)printf("(the latest %d)\n", LISTED_MAX);
}

static json_t *
failed_json(struct mc_arena *arena, const struct mc_rows *rows, size_t row)
{
	return json_pack("{s:s, s:s, s:s?, s:s, s:s, s:o, s:s, s:s, s:s?}", "id",
	    mc_rows_get(rows, row, "id"), "topic", mc_rows_get(rows, row, "topic"), "channel",
	    mc_rows_get(rows, row, "channel"), "subject_id", mc_rows_get(rows, row, "subject_id"),
	    "state", mc_rows_get(rows, row, "state"), "attempts",
	    json_integer(strtoll(mc_rows_get(rows, row, "attempts"), NULL, 10)), "created_at",
	    time_text(arena, rows, row, "created_ms"), "failed_at",
	    time_text(arena, rows, row, "failed_ms"), "cause",
	    mc_rows_get(rows, row, "last_error"));
}

static void
print_json(struct mc_arena *arena, const struct listing *listing)
{
	MC_CLEANUP(mc_json_freep) json_t *document = json_object();
	const struct mc_rows *rows = listing->figures;
	json_t *items = json_array();

	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		if (mc_rows_get(rows, i, "part") != NULL)
			continue;
		(void)json_object_set_new(document, mc_rows_get(rows, i, "state"),
		    json_pack("{s:o, s:o}", "count",
			json_integer(strtoll(mc_rows_get(rows, i, "count"), NULL, 10)),
			"oldest_seconds",
			json_integer(strtoll(mc_rows_get(rows, i, "seconds"), NULL, 10))));
	}
	for (size_t i = 0; i < mc_rows_count(listing->failed); i++)
		(void)json_array_append_new(items, failed_json(arena, listing->failed, i));
	(void)json_object_set_new(document, "items", items);
	(void)puts(mc_json_canonical(arena, document));
}

static enum mc_rc
list(struct mc_job *job, bool as_json)
{
	struct listing listing;

	TRY(read_listing(job, &listing));
	if (as_json)
		print_json(job->ctx.arena, &listing);
	else
		print_text(job->ctx.arena, &listing);
	return MC_OK;
}

/* ids is NULL for all. */
static enum mc_rc
retry(struct mc_job *job, const char *ids)
{
	const struct mc_rows *rows;
	const char *missing;

	TRY(mc_job_query(job, &mc_sql_outbox_again, (const char *const[]){ids}, &rows));
	(void)printf("%s tried again\n", mc_rows_get(rows, 0, "count"));
	missing = mc_rows_get(rows, 0, "missing");
	if (missing != NULL)
		return mc_fail_internal(
		    &job->ctx, MC_PROBLEM_NOT_FOUND, "neither refused nor given up: %s", missing);
	return MC_OK;
}

static bool
is_id(const char *text)
{
	return strlen(text) == MC_ID_SIZE - 1 &&
	       strspn(text, "0123456789abcdefABCDEF-") == MC_ID_SIZE - 1;
}

/* The words after "retry": "--all", or ids, as an array of the database. False if they are not. */
static bool
read_ids(struct mc_arena *arena, int argc, char **argv, const char **ret_ids)
{
	struct mc_buf array = mc_buf_new(arena, WORDS_MAX * (MC_ID_SIZE + 1));

	*ret_ids = NULL;
	if (argc == 1 && strcmp(argv[0], "--all") == 0)
		return true;
	for (int i = 0; i < argc; i++) {
		if (!is_id(argv[i]) || i == WORDS_MAX)
			return false;
		mc_buf_printf(&array, "%s%s", i > 0 ? "," : "", argv[i]);
	}
	*ret_ids = mc_sprintf(arena, "{%s}", array.bytes);
	return argc > 0;
}

int
mc_cmd_outbox(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = {.ctx = {.arena = arena}};
	struct mc_config config;
	struct mc_pg_options options = {
	    .application_name = "motcua-outbox",
	    .size = 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	};
	bool listing = argc >= 1 && strcmp(argv[0], "list") == 0;
	bool as_json = listing && argc == 2 && strcmp(argv[1], "--json") == 0;
	const char *ids = NULL;
	enum mc_rc rc;

	if (listing ? argc > 1 && !as_json
		    : argc < 1 || strcmp(argv[0], "retry") != 0 ||
			  !read_ids(arena, argc - 1, argv + 1, &ids))
		return MC_EXIT_USAGE;
	if (mc_command_begin(&job.ctx, &config) != MC_OK)
		return mc_command_failed("outbox", &job.ctx);
	options.conninfo = config.database_url;
	job.pool = mc_pg_pool_new(&options);
	rc = listing ? list(&job, as_json) : retry(&job, ids);
	mc_pg_pool_free(job.pool);
	return rc == MC_OK ? MC_EXIT_DONE : mc_command_failed("outbox", &job.ctx);
}
