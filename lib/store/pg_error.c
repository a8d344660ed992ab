/* From SQLSTATE to problem. Class MC is our own: functions of the schema raise it with the code of
 * a problem as message and, as DETAIL, a text that may be shown, as HINT how many seconds to wait.
 * Source of the others: PostgreSQL 15, appendix A. */
#include "lib/store/pg_private.h"

#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER_SECONDS = 2 };

#define LOCK_NOT_AVAILABLE "55P03"

struct meaning {
	const char *sqlstate; /* five characters, or the two of a class */
	enum mc_problem_id problem;
	enum mc_pg_verdict verdict;
};

/* The first row that fits counts. */
static const struct meaning meanings[] = {
    {"40001", MC_PROBLEM_OVERLOADED, MC_PG_RETRY},    /* serialization_failure */
    {"40P01", MC_PROBLEM_OVERLOADED, MC_PG_RETRY},    /* deadlock_detected */
    {"0A000", MC_PROBLEM_INTERNAL, MC_PG_STALE_PLAN}, /* cached plan must not change result type */
    {"26000", MC_PROBLEM_INTERNAL, MC_PG_STALE_PLAN}, /* the statement was deallocated */
    {LOCK_NOT_AVAILABLE, MC_PROBLEM_OVERLOADED, MC_PG_FINAL},
    {"57014", MC_PROBLEM_OVERLOADED, MC_PG_FINAL}, /* query_canceled: statement_timeout */
    {"25P03", MC_PROBLEM_OVERLOADED, MC_PG_LOST},  /* idle_in_transaction_session_timeout */
    {"25006", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_STALE_PLAN}, /* read_only: an old primary */
    {"53300", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},       /* too_many_connections */
    {"53", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_FINAL},         /* disk full, out of memory */
    {"57P", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},         /* shutdown, crash, starting up */
    {"58", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_FINAL},         /* system error */
    {"08", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},          /* connection exception */
};

static const struct meaning *
meaning_of(const char *sqlstate)
{
	static const struct meaning unknown = {"", MC_PROBLEM_INTERNAL, MC_PG_FINAL};

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (strncmp(sqlstate, meanings[i].sqlstate, strlen(meanings[i].sqlstate)) == 0)
			return &meanings[i];
	}
	return &unknown;
}

enum mc_pg_verdict
mc_pg_verdict_of(const char *sqlstate)
{
	return meaning_of(sqlstate)->verdict;
}

bool
mc_pg_is_lock(const char *sqlstate)
{
	return strcmp(sqlstate, LOCK_NOT_AVAILABLE) == 0;
}

static enum mc_problem_id
problem_of_code(const char *code)
{
	for (int id = MC_PROBLEM_NONE + 1; id < MC_PROBLEM_COUNT; id++) {
		if (strcmp(mc_problem_kind((enum mc_problem_id)id)->code, code) == 0)
			return (enum mc_problem_id)id;
	}
	return MC_PROBLEM_NONE;
}

/* The first words are the server's; the rest could repeat what a person wrote (class 22 quotes
 * values). */
static const char *
safe_message(const struct mc_pg_error *error)
{
	if (error->message == NULL || strncmp(error->sqlstate, "22", 2) == 0)
		return "-";
	return error->message;
}

static enum mc_rc
fail_with_cause(struct mc_ctx *ctx, enum mc_problem_id id, const struct mc_pg_error *error)
{
	(void)mc_fail_internal(ctx, id, "%s %s (%s, process %d)", error->sqlstate,
	    safe_message(error), error->statement != NULL ? error->statement : "commit",
	    error->backend);
	if (mc_problem_kind(id)->status >= 503 && ctx->problem.id == id)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	if (mc_pg_is_lock(error->sqlstate))
		ctx->problem.locked = true;
	return MC_FAILED;
}

enum mc_rc
mc_pg_fail(struct mc_ctx *ctx, const struct mc_pg_error *error)
{
	enum mc_problem_id id;

	if (strncmp(error->sqlstate, "MC", 2) != 0)
		return fail_with_cause(ctx, meaning_of(error->sqlstate)->problem, error);
	id = problem_of_code(error->message != NULL ? error->message : "");
	if (id == MC_PROBLEM_NONE)
		return fail_with_cause(ctx, MC_PROBLEM_INTERNAL, error);
	if (error->detail == NULL || *error->detail == '\0')
		(void)mc_fail(ctx, id, NULL);
	else
		(void)mc_fail(ctx, id, "%s", error->detail);
	if (error->hint != NULL)
		ctx->problem.retry_after = (unsigned)strtoul(error->hint, NULL, 10);
	return MC_FAILED;
}
