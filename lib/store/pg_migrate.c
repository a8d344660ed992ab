/* A session of its own with an advisory lock; the table schema_migration remembers what ran. The
 * only place that sends whole scripts (PQexec): their texts are the program's own. */
#include "lib/store/pg_migrate.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char create_table[] =
    "create table if not exists schema_migration (name text primary key, sha256 text not null,"
    " applied_at timestamptz not null default now())";

/* What the database remembers. */
struct past {
	PGconn *pg;
	PGresult *rows; /* name, sha256 */
};

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

static enum mc_rc
fail_with(struct mc_ctx *ctx, PGconn *pg, const char *what)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s: %s", what, PQerrorMessage(pg));
}

static enum mc_rc
run_script(struct mc_ctx *ctx, PGconn *pg, const char *name, const char *text)
{
	MC_CLEANUP(clear) PGresult *result = PQexec(pg, text);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
		return MC_OK;
	(void)fail_with(ctx, pg, name);
	if (PQtransactionStatus(pg) != PQTRANS_IDLE) {
		MC_CLEANUP(clear) PGresult *rolled_back = PQexec(pg, "rollback");

		(void)rolled_back;
	}
	return MC_FAILED;
}

static const char *
recorded_sha256(const struct past *past, const char *name)
{
	for (int row = 0; row < PQntuples(past->rows); row++) {
		if (strcmp(PQgetvalue(past->rows, row, 0), name) == 0)
			return PQgetvalue(past->rows, row, 1);
	}
	return NULL;
}

static const struct mc_migration *
find_migration(const struct mc_migration migrations[], const char *name)
{
	for (; migrations->name != NULL; migrations++) {
		if (strcmp(migrations->name, name) == 0)
			return migrations;
	}
	return NULL;
}

/* A history that is not the list's own must not be built upon. */
static enum mc_rc
check_history(struct mc_ctx *ctx, const struct past *past, const struct mc_migration migrations[])
{
	for (const struct mc_migration *one = migrations; one->name != NULL; one++) {
		const char *sha256 = recorded_sha256(past, one->name);

		if (one->kind == MC_MIGRATION_ONCE && sha256 != NULL &&
		    strcmp(sha256, one->sha256) != 0)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "%s has changed after it ran; write a new migration instead",
			    one->name);
	}
	for (int row = 0; row < PQntuples(past->rows); row++) {
		const char *name = PQgetvalue(past->rows, row, 0);

		if (strncmp(name, "migrations/", strlen("migrations/")) == 0 &&
		    find_migration(migrations, name) == NULL)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "the database has %s, which this program does not know; use a newer "
			    "program",
			    name);
	}
	return MC_OK;
}

static enum mc_rc
record(struct mc_ctx *ctx, PGconn *pg, const struct mc_migration *migration)
{
	const char *const params[] = {migration->name, migration->sha256};
	MC_CLEANUP(clear)
	PGresult *result = PQexecParams(pg,
	    "insert into schema_migration (name, sha256) values ($1, $2)"
	    " on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()",
	    2, NULL, params, NULL, NULL, 0);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return fail_with(ctx, pg, migration->name);
	return MC_OK;
}

static enum mc_rc
apply(struct mc_ctx *ctx, PGconn *pg, const struct mc_migration *migration,
    const struct mc_migration_report *report)
{
	TRY(run_script(ctx, pg, migration->name, migration->text));
	TRY(record(ctx, pg, migration));
	report->applied(report->cls, migration->name);
	return MC_OK;
}

static enum mc_rc
apply_once(struct mc_ctx *ctx, const struct past *past, const struct mc_migration migrations[],
    const struct mc_migration_report *report)
{
	for (; migrations->name != NULL; migrations++) {
		if (migrations->kind != MC_MIGRATION_ONCE ||
		    recorded_sha256(past, migrations->name) != NULL)
			continue;
		TRY(run_script(ctx, past->pg, "begin", "begin; set local lock_timeout = '2s'"));
		TRY(apply(ctx, past->pg, migrations, report));
		TRY(run_script(ctx, past->pg, migrations->name, "commit"));
	}
	return MC_OK;
}

/* Functions and policies lean on each other: when one has changed, all run again in their order. */
static enum mc_rc
apply_repeatable(struct mc_ctx *ctx, const struct past *past,
    const struct mc_migration migrations[], const struct mc_migration_report *report)
{
	bool changed = false;

	for (const struct mc_migration *one = migrations; one->name != NULL; one++) {
		const char *sha256 = recorded_sha256(past, one->name);

		changed = changed || (one->kind == MC_MIGRATION_REPEATABLE &&
					 (sha256 == NULL || strcmp(sha256, one->sha256) != 0));
	}
	if (!changed)
		return MC_OK;
	TRY(run_script(ctx, past->pg, "begin", "begin; set local lock_timeout = '2s'"));
	for (; migrations->name != NULL; migrations++) {
		if (migrations->kind == MC_MIGRATION_REPEATABLE)
			TRY(apply(ctx, past->pg, migrations, report));
	}
	return run_script(ctx, past->pg, "functions and policies", "commit");
}

static void
ignore_notice(void *argument, const PGresult *result)
{
	(void)argument;
	(void)result;
}

enum mc_rc
mc_pg_migrate(struct mc_ctx *ctx, const char *conninfo, const struct mc_migration migrations[],
    const struct mc_migration_report *report)
{
	MC_CLEANUP(finish) PGconn *pg = PQconnectdb(conninfo);
	MC_CLEANUP(clear) PGresult *rows = NULL;
	struct past past = {.pg = pg};

	if (PQstatus(pg) != CONNECTION_OK)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", PQerrorMessage(pg));
	(void)PQsetNoticeReceiver(pg, ignore_notice, NULL);
	TRY(run_script(ctx, pg, "lock", "select pg_advisory_lock(hashtext('motcua migrations'))"));
	TRY(run_script(ctx, pg, "schema_migration", create_table));
	rows = PQexec(pg, "select name, sha256 from schema_migration order by name");
	if (PQresultStatus(rows) != PGRES_TUPLES_OK)
		return fail_with(ctx, pg, "schema_migration");
	past.rows = rows;
	TRY(check_history(ctx, &past, migrations));
	TRY(apply_once(ctx, &past, migrations, report));
	return apply_repeatable(ctx, &past, migrations, report);
}
