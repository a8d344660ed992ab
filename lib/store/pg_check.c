/* A session of its own, outside pipelines: each statement is prepared by itself. */
#include "lib/store/pg_check.h"

#include <libpq-fe.h>
#include <string.h>

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

static void
check_one(struct mc_ctx *ctx, PGconn *pg, const struct mc_statement *statement)
{
	MC_CLEANUP(clear)
	PGresult *result = PQprepare(pg, statement->name, statement->text,
	    (int)statement->param_count, statement->param_types);
	const char *message;

	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		return;
	message = mc_strdup(ctx->arena, PQresultErrorMessage(result));
	mc_problem_add(ctx, statement->name, "prepare", message, message);
}

enum mc_rc
mc_pg_check(struct mc_ctx *ctx, const char *conninfo, const struct mc_statement *const statements[])
{
	MC_CLEANUP(finish) PGconn *pg = PQconnectdb(conninfo);

	if (PQstatus(pg) != CONNECTION_OK)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", PQerrorMessage(pg));
	for (; *statements != NULL; statements++)
		check_one(ctx, pg, *statements);
	if (ctx->problem.error_count > 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "statements do not fit the database");
	return MC_OK;
}
