/* Signs in as the owner of the tables, as import does: who serves requests cannot lift the limits
 * of those who ask. An account is told by its id, so that a screen and a shell's history name
 * nobody. */
#include "api/commands/quota.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/commands/command.h"
#include "api/core/job.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/json/format.h"
#include "lib/json/json.h"

enum { STATEMENT_MS = 60000, LISTED_MAX = 1000, DIGITS_MAX = 15 };

static const char *
given_text(struct mc_arena *arena, const struct mc_rows *rows, size_t row)
{
	return mc_clock_rfc3339(arena, strtoll(mc_rows_get(rows, row, "given_ms"), NULL, 10));
}

static void
print_text(struct mc_arena *arena, const struct mc_rows *rows)
{
	for (size_t i = 0; i < mc_rows_count(rows); i++)
		(void)printf("%s  %s %s (everybody %s, staff %s)  %s  %s\n",
		    mc_rows_get(rows, i, "account_id"), mc_rows_get(rows, i, "quota"),
		    mc_rows_get(rows, i, "most"), mc_rows_get(rows, i, "everybody"),
		    mc_rows_get(rows, i, "staff"), given_text(arena, rows, i),
		    mc_rows_get(rows, i, "why"));
	if (mc_rows_count(rows) == LISTED_MAX)
		(void)printf("(the first %d)\n", LISTED_MAX);
}

static json_t *
number_json(const struct mc_rows *rows, size_t row, const char *column)
{
	return json_integer(strtoll(mc_rows_get(rows, row, column), NULL, 10));
}

static void
print_json(struct mc_arena *arena, const struct mc_rows *rows)
{
	MC_CLEANUP(mc_json_freep) json_t *document = json_object();
	json_t *items = json_array();

	for (size_t i = 0; i < mc_rows_count(rows); i++)
		(void)json_array_append_new(
		    items, json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:s}", "account_id",
			       mc_rows_get(rows, i, "account_id"), "quota",
			       mc_rows_get(rows, i, "quota"), "most", number_json(rows, i, "most"),
			       "everybody", number_json(rows, i, "everybody"), "staff",
			       number_json(rows, i, "staff"), "given_at",
			       given_text(arena, rows, i), "why", mc_rows_get(rows, i, "why")));
	(void)json_object_set_new(document, "items", items);
	(void)puts(mc_json_canonical(arena, document));
}

static enum mc_rc
list(struct mc_job *job, int argc, char **argv)
{
	const struct mc_rows *rows;

	(void)argv;
	TRY(mc_job_query(job, &mc_sql_quota_list,
	    (const char *const[]){mc_sprintf(job->ctx.arena, "%d", LISTED_MAX)}, &rows));
	if (argc > 0)
		print_json(job->ctx.arena, rows);
	else
		print_text(job->ctx.arena, rows);
	return MC_OK;
}

/* Whether there is such a quota; says which there are if not. */
static enum mc_rc
check_name(struct mc_job *job, const char *quota)
{
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_quota_names, (const char *const[]){quota}, &rows));
	if (strcmp(mc_rows_get(rows, 0, "known"), "t") != 0)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_NOT_FOUND,
		    "no such quota: %s; there are %s", quota, mc_rows_get(rows, 0, "names"));
	return MC_OK;
}

static enum mc_rc
set(struct mc_job *job, int argc, char **argv)
{
	const struct mc_rows *rows;

	(void)argc;
	TRY(check_name(job, argv[1]));
	TRY(mc_job_query(job, &mc_sql_quota_set,
	    (const char *const[]){argv[0], argv[1], argv[2], argv[3]}, &rows));
	if (strcmp(mc_rows_get(rows, 0, "given"), "t") != 0)
		return mc_fail_internal(
		    &job->ctx, MC_PROBLEM_NOT_FOUND, "no such account: %s", argv[0]);
	(void)printf("%s has %s of %s\n", argv[0], argv[2], argv[1]);
	return MC_OK;
}

static enum mc_rc
clear(struct mc_job *job, int argc, char **argv)
{
	const char *quota = argc > 1 ? argv[1] : NULL;
	const struct mc_rows *rows;

	if (quota != NULL)
		TRY(check_name(job, quota));
	TRY(mc_job_query(job, &mc_sql_quota_clear, (const char *const[]){argv[0], quota}, &rows));
	if (strcmp(mc_rows_get(rows, 0, "count"), "0") == 0)
		return mc_fail_internal(
		    &job->ctx, MC_PROBLEM_NOT_FOUND, "it has none of its own: %s", argv[0]);
	(void)printf("%s cleared\n", mc_rows_get(rows, 0, "count"));
	return MC_OK;
}

static bool
is_number(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= DIGITS_MAX && strspn(text, "0123456789") == length;
}

static bool
list_reads(int argc, char **argv)
{
	return argc == 0 || (argc == 1 && strcmp(argv[0], "--json") == 0);
}

static bool
set_reads(int argc, char **argv)
{
	return argc == 4 && mc_format_uuid(argv[0], strlen(argv[0])) && is_number(argv[2]) &&
	       strspn(argv[3], " \t\n") < strlen(argv[3]);
}

static bool
clear_reads(int argc, char **argv)
{
	return (argc == 1 || argc == 2) && mc_format_uuid(argv[0], strlen(argv[0]));
}

static const struct verb {
	const char *name;
	bool (*reads)(int argc, char **argv); /* whether it is used so */
	enum mc_rc (*run)(struct mc_job *job, int argc, char **argv);
} verbs[] = {{"list", list_reads, list}, {"set", set_reads, set}, {"clear", clear_reads, clear}};

static int
run(const struct verb *verb, int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = {.ctx = {.arena = arena}};
	struct mc_config config;
	struct mc_pg_options options = {
	    .application_name = "motcua-quota",
	    .size = 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	};
	enum mc_rc rc;

	if (mc_command_begin(&job.ctx, &config) != MC_OK)
		return mc_command_failed("quota", &job.ctx);
	options.conninfo =
	    *config.owner_database_url != '\0' ? config.owner_database_url : config.database_url;
	job.pool = mc_pg_pool_new(&options);
	rc = verb->run(&job, argc, argv);
	mc_pg_pool_free(job.pool);
	return rc == MC_OK ? MC_EXIT_DONE : mc_command_failed("quota", &job.ctx);
}

int
mc_cmd_quota(int argc, char **argv)
{
	for (size_t i = 0; argc > 0 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, argv[0]) == 0 && verbs[i].reads(argc - 1, argv + 1))
			return run(&verbs[i], argc - 1, argv + 1);
	}
	return MC_EXIT_USAGE;
}
