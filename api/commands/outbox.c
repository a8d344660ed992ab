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
#include "lib/json/format.h"
#include "lib/json/json.h"

enum { STATEMENT_MS = 60000, LISTED_MAX = 1000, WORDS_MAX = 1000, MEANT_MAX = 10 };

/* What is asked for: a listing, of one dossier or of all that failed, or to try again. */
struct request {
	bool listing;
	bool as_json;
	const char *code; /* of a dossier, or its last digits; or NULL */
	const char *ids;  /* an array of the database; NULL: all */
};

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

/* The one dossier that a code means. */
static enum mc_rc
find_dossier(struct mc_job *job, const char *code, const struct mc_rows **ret_dossier)
{
	struct mc_arena *arena = job->ctx.arena;
	const struct mc_rows *rows;
	const char *codes = "";

	TRY(mc_job_query(job, &mc_sql_dossiers_meant,
	    (const char *const[]){code, mc_sprintf(arena, "%d", MEANT_MAX + 1)}, &rows));
	*ret_dossier = rows;
	if (mc_rows_count(rows) == 1)
		return MC_OK;
	if (mc_rows_count(rows) == 0)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_NOT_FOUND,
		    "no dossier has this code, or these as its last four digits or more: %s", code);
	for (size_t i = 0; i < mc_rows_count(rows) && i < MEANT_MAX; i++)
		codes = mc_sprintf(arena, "%s\n  %s", codes, mc_rows_get(rows, i, "code"));
	return mc_fail_internal(&job->ctx, MC_PROBLEM_NOT_FOUND,
	    "several dossiers have a code that ends so, say more of it:%s%s", codes,
	    mc_rows_count(rows) > MEANT_MAX ? "\n  and more" : "");
}

static void
print_messages_text(struct mc_arena *arena, const char *code, const struct mc_rows *rows)
{
	(void)printf("%s: %s\n", code,
	    mc_rows_count(rows) == 0 ? "nobody was told anything of it"
				     : "what became of its messages");
	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		const char *id = mc_rows_get(rows, i, "id");
		const char *channel = mc_rows_get(rows, i, "channel");
		const char *attempts = mc_rows_get(rows, i, "attempts");
		const char *cause = mc_rows_get(rows, i, "cause");

		(void)printf("%-36s  %s  %-9s  %-4s  %s  %s tries  %s\n", id != NULL ? id : "-",
		    time_text(arena, rows, i, "told_ms"), mc_rows_get(rows, i, "state"),
		    channel != NULL ? channel : "-",
		    mc_rows_get(rows, i, "at_ms") != NULL ? time_text(arena, rows, i, "at_ms")
							  : "-",
		    attempts != NULL ? attempts : "?", cause != NULL ? cause : "-");
	}
	if (mc_rows_count(rows) == LISTED_MAX)
		(void)printf("(the latest %d)\n", LISTED_MAX);
}

static json_t *
message_json(struct mc_arena *arena, const struct mc_rows *rows, size_t row)
{
	const char *attempts = mc_rows_get(rows, row, "attempts");

	return json_pack("{s:s?, s:s, s:s, s:s?, s:s?, s:o, s:s?}", "id",
	    mc_rows_get(rows, row, "id"), "told_at", time_text(arena, rows, row, "told_ms"),
	    "state", mc_rows_get(rows, row, "state"), "channel", mc_rows_get(rows, row, "channel"),
	    "at",
	    mc_rows_get(rows, row, "at_ms") != NULL ? time_text(arena, rows, row, "at_ms") : NULL,
	    "attempts", attempts != NULL ? json_integer(strtoll(attempts, NULL, 10)) : json_null(),
	    "cause", mc_rows_get(rows, row, "cause"));
}

static void
print_messages_json(struct mc_arena *arena, const char *code, const struct mc_rows *rows)
{
	MC_CLEANUP(mc_json_freep) json_t *document = json_object();
	json_t *items = json_array();

	for (size_t i = 0; i < mc_rows_count(rows); i++)
		(void)json_array_append_new(items, message_json(arena, rows, i));
	(void)json_object_set_new(document, "code", json_string(code));
	(void)json_object_set_new(document, "items", items);
	(void)puts(mc_json_canonical(arena, document));
}

static enum mc_rc
list_messages(struct mc_job *job, const struct request *request)
{
	const struct mc_rows *dossier;
	const struct mc_rows *rows;
	const char *code;

	TRY(find_dossier(job, request->code, &dossier));
	TRY(mc_job_query(job, &mc_sql_dossier_messages,
	    (const char *const[]){
		mc_rows_get(dossier, 0, "id"), mc_sprintf(job->ctx.arena, "%d", LISTED_MAX)},
	    &rows));
	code = mc_rows_get(dossier, 0, "code");
	if (request->as_json)
		print_messages_json(job->ctx.arena, code, rows);
	else
		print_messages_text(job->ctx.arena, code, rows);
	return MC_OK;
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
		return mc_fail_internal(&job->ctx, MC_PROBLEM_NOT_FOUND,
		    "on their way already, known to have arrived, or unknown: %s", missing);
	return MC_OK;
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
		if (!mc_format_uuid(argv[i], strlen(argv[i])) || i == WORDS_MAX)
			return false;
		mc_buf_printf(&array, "%s%s", i > 0 ? "," : "", argv[i]);
	}
	*ret_ids = mc_sprintf(arena, "{%s}", array.bytes);
	return argc > 0;
}

/* "list" with its options, each once, or "retry" with ids. False if it is neither. */
static bool
read_request(struct mc_arena *arena, int argc, char **argv, struct request *ret_request)
{
	struct request request = {.listing = argc >= 1 && strcmp(argv[0], "list") == 0};
	int i = 1;

	if (!request.listing)
		return argc >= 1 && strcmp(argv[0], "retry") == 0 &&
		       read_ids(arena, argc - 1, argv + 1, &ret_request->ids);
	if (i + 1 < argc && strcmp(argv[i], "--dossier") == 0) {
		request.code = argv[i + 1];
		i += 2;
	}
	if (i < argc && strcmp(argv[i], "--json") == 0) {
		request.as_json = true;
		i++;
	}
	*ret_request = request;
	return i == argc;
}

static enum mc_rc
do_request(struct mc_job *job, const struct request *request)
{
	if (!request->listing)
		return retry(job, request->ids);
	return request->code != NULL ? list_messages(job, request) : list(job, request->as_json);
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
	struct request request = {0};
	enum mc_rc rc;

	if (!read_request(arena, argc, argv, &request))
		return MC_EXIT_USAGE;
	if (mc_command_begin(&job.ctx, &config) != MC_OK)
		return mc_command_failed("outbox", &job.ctx);
	options.conninfo = config.database_url;
	job.pool = mc_pg_pool_new(&options);
	rc = do_request(&job, &request);
	mc_pg_pool_free(job.pool);
	return rc == MC_OK ? MC_EXIT_DONE : mc_command_failed("outbox", &job.ctx);
}
