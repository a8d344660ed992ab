#include "api/calendar/calendar_set.h"

#include <stdlib.h>
#include <string.h>

#include "gen/queries.h"
#include "lib/calendar/local_time.h"
#include "lib/json/json.h"

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

struct mc_calendar_set {
	struct document *documents;
	size_t count;
	struct keeper *keepers; /* by unit */
	size_t keeper_count;
};

/* The documents of one database row each, all of one code in the order of their days. */
static enum mc_rc
read_documents(struct mc_ctx *ctx, const struct mc_rows *rows, struct mc_calendar_set *set)
{
	set->count = mc_rows_count(rows);
	set->documents = mc_alloc_array(ctx->arena, set->count + 1, sizeof(*set->documents));
	for (size_t i = 0; i < set->count; i++) {
		MC_CLEANUP(mc_json_freep) json_t *document = NULL;
		const char *text = mc_rows_get(rows, i, "document");
		struct document *read = &set->documents[i];

		TRY(mc_json_parse(ctx, text, strlen(text), &document));
		if (mc_calendar_read(ctx, document, &read->calendar) != MC_OK)
			return mc_fail_internal(
			    ctx, MC_PROBLEM_INTERNAL, "a calendar cannot be read");
		read->code = mc_strdup(ctx->arena, mc_rows_get(rows, i, "code"));
		read->first_day = strtoll(mc_rows_get(rows, i, "first_day"), NULL, 10);
	}
	return MC_OK;
}

static void
read_keepers(struct mc_ctx *ctx, const struct mc_rows *rows, struct mc_calendar_set *set)
{
	set->keeper_count = mc_rows_count(rows);
	set->keepers = mc_alloc_array(ctx->arena, set->keeper_count + 1, sizeof(*set->keepers));
	for (size_t i = 0; i < set->keeper_count; i++)
		set->keepers[i] = (struct keeper){
		    .unit = mc_strdup(ctx->arena, mc_rows_get(rows, i, "unit")),
		    .calendar = mc_strdup(ctx->arena, mc_rows_get(rows, i, "calendar")),
		};
}

enum mc_rc
mc_calendar_set_read(struct mc_ctx *ctx, const struct mc_rows *documents,
    const struct mc_rows *keepers, const struct mc_calendar_set **ret_set)
{
	struct mc_calendar_set *set = mc_alloc(ctx->arena, sizeof(*set));

	TRY(read_documents(ctx, documents, set));
	read_keepers(ctx, keepers, set);
	*ret_set = set;
	return MC_OK;
}

enum mc_rc
mc_calendar_set_of_job(struct mc_job *job, const struct mc_calendar_set **ret_set)
{
	const struct mc_rows *documents, *keepers;

	TRY(mc_job_query(job, &mc_sql_calendar_list, NULL, &documents));
	TRY(mc_job_query(job, &mc_sql_calendar_units, NULL, &keepers));
	return mc_calendar_set_read(&job->ctx, documents, keepers, ret_set);
}

static int
compare_units(const void *unit, const void *keeper)
{
	return strcmp(unit, ((const struct keeper *)keeper)->unit);
}

/* The last of the code that has begun, or its first; NULL if there is none. */
static const struct mc_calendar *
choose(const struct mc_calendar_set *set, const char *code, int64_t day)
{
	const struct mc_calendar *chosen = NULL;

	for (size_t i = 0; i < set->count; i++) {
		const struct document *document = &set->documents[i];

		if (strcmp(document->code, code) == 0 &&
		    (chosen == NULL || document->first_day <= day))
			chosen = document->calendar;
	}
	return chosen;
}

enum mc_rc
mc_calendar_set_get(struct mc_ctx *ctx, const struct mc_calendar_set *set, const char *unit_code,
    int64_t at, const struct mc_calendar **ret_calendar)
{
	const struct keeper *keeper = bsearch(
	    unit_code, set->keepers, set->keeper_count, sizeof(*set->keepers), compare_units);

	*ret_calendar = choose(set, keeper != NULL ? keeper->calendar : general, mc_day_of(at));
	if (*ret_calendar == NULL) /* what a unit names is there: the import sees to it */
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no calendar has been imported");
	return MC_OK;
}
