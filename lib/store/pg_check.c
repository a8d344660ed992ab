/* A session of its own, outside pipelines: each statement is prepared by itself. */
#include "lib/store/pg_check.h"

#include <stdlib.h>
#include <string.h>

#include "lib/store/pg_private.h"

#define UNDEFINED_TABLE "42P01"
#define LOCK_NOT_AVAILABLE "55P03"

static void
finish(PGconn **pg)
{
	PQfinish(*pg);
}

static void
clear(PGresult **result)
{
	PQclear(*result);
}

static PGresult *
execute(PGconn *pg, const char *statement)
{
	return PQexecParams(pg, statement, 0, NULL, NULL, NULL, NULL, 0);
}

static void
check_one(struct mc_ctx *ctx, PGconn *pg, const struct mc_statement *statement)
{
	MC_CLEANUP(clear)
	PGresult *result = PQprepare(pg, statement->name, statement->text,
	    (int)statement->param_count, statement->param_types);
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message;

	/* Of a table that somebody has locked nothing can be said. */
	if (PQresultStatus(result) == PGRES_COMMAND_OK || state == NULL ||
	    strcmp(state, LOCK_NOT_AVAILABLE) == 0)
		return;
	message = mc_strdup(ctx->arena, PQresultErrorMessage(result));
	mc_problem_add(ctx, statement->name, "prepare", message, message);
}

bool
mc_release_fits(unsigned program, unsigned schema)
{
	return schema > 0 && schema + 1 >= program && schema <= program + 1;
}

/* 0 where migrate has never run. */
static enum mc_rc
read_release(struct mc_ctx *ctx, PGconn *pg, unsigned *ret_release)
{
	MC_CLEANUP(clear)
	PGresult *result = execute(pg, "select coalesce(max(release), 0) from schema_release");
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	*ret_release = 0;
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		*ret_release = (unsigned)strtoul(PQgetvalue(result, 0, 0), NULL, 10);
	else if (state == NULL || strcmp(state, UNDEFINED_TABLE) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", PQerrorMessage(pg));
	return MC_OK;
}

static enum mc_rc
check_release(struct mc_ctx *ctx, unsigned program, unsigned schema)
{
	if (mc_release_fits(program, schema))
		return MC_OK;
	if (schema == 0)
		return mc_fail_internal(ctx, MC_PROBLEM_SCHEMA_UNFIT,
		    "the database has not been migrated; run: motcua migrate");
	return mc_fail_internal(ctx, MC_PROBLEM_SCHEMA_UNFIT,
	    "the schema is of release %u, this program of release %u; %s", schema, program,
	    schema < program ? "run: motcua migrate" : "use a newer program");
}

enum mc_rc
mc_pg_check(struct mc_ctx *ctx, const char *conninfo, unsigned release,
    const struct mc_statement *const statements[])
{
	const char *reason;
	unsigned timeline;
	MC_CLEANUP(finish)
	PGconn *pg = mc_pg_connect(ctx->arena, conninfo, mc_pg_no_settings, &timeline, &reason);
	unsigned schema;

	if (pg == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", reason);
	TRY(read_release(ctx, pg, &schema));
	TRY(check_release(ctx, release, schema));
	PQclear(execute(pg, "set lock_timeout = '10ms'"));
	for (; *statements != NULL; statements++)
		check_one(ctx, pg, *statements);
	if (PQstatus(pg) != CONNECTION_OK)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", PQerrorMessage(pg));
	if (ctx->problem.error_count > 0)
		return mc_fail_internal(ctx, MC_PROBLEM_SCHEMA_UNFIT,
		    "statements do not fit the database; run: motcua migrate");
	return MC_OK;
}
