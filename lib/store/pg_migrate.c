/* A session of its own with an advisory lock; the table schema_migration remembers what ran. The
 * only place that sends whole scripts (PQexec): their texts are the program's own. */
#include "lib/store/pg_migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/random.h"
#include "lib/store/pg_private.h"

enum {
	/* Shorter than any request waits for a table (api/core/classes.def): whoever comes while
	 * this waits stands behind it. */
	LOCK_MS = 8,
	PATIENCE_MS = 60000, /* tries of one text */
	TURN_MS = 120000,    /* while another process migrates */
	PAUSE_MS = 10,       /* between two of them, and up to as long again at random */
	PAUSE_MORE_MS = 90,
};

/* What migrate itself keeps, made before anything else can be. */
static const char create_tables[] =
    "create table if not exists schema_migration (name text primary key, sha256 text not null,"
    " applied_at timestamptz not null default now());"
    " create table if not exists schema_release (release integer primary key,"
    " applied_at timestamptz not null default now());"
    " create table if not exists write_probe (at timestamptz not null default now())";

/* What the database remembers, and the last error that it gave. */
struct past {
	PGconn *pg;
	PGresult *rows; /* name, sha256 */
	unsigned release;
	bool passing; /* the error: the same may succeed in a moment */
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

/* Somebody has the table, or changes the same row of PostgreSQL's own tables. */
static bool
is_passing(const PGresult *result)
{
	static const char *const states[] = {"55P03", "40P01", "40001"};
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (state != NULL && strcmp(state, states[i]) == 0)
			return true;
	}
	return message != NULL && strcmp(message, "tuple concurrently updated") == 0;
}

static enum mc_rc
run_script(struct mc_ctx *ctx, struct past *past, const char *name, const char *text)
{
	MC_CLEANUP(clear) PGresult *result = PQexec(past->pg, text);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
		return MC_OK;
	past->passing = is_passing(result);
	(void)fail_with(ctx, past->pg, name);
	if (PQtransactionStatus(past->pg) != PQTRANS_IDLE) {
		MC_CLEANUP(clear) PGresult *rolled_back = PQexec(past->pg, "rollback");

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
check_release(struct mc_ctx *ctx, const struct past *past, unsigned release)
{
	if (past->release > release + 1)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "the schema is of release %u, this program of release %u; use a newer program",
		    past->release, release);
	return MC_OK;
}

static enum mc_rc
run_with(struct mc_ctx *ctx, struct past *past, const char *statement, const char *first,
    const char *second)
{
	const char *const params[] = {first, second};
	MC_CLEANUP(clear)
	PGresult *result =
	    PQexecParams(past->pg, statement, second != NULL ? 2 : 1, NULL, params, NULL, NULL, 0);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return fail_with(ctx, past->pg, first);
	return MC_OK;
}

/* What comes after it in the list is to run again, whatever becomes of this process. */
static enum mc_rc
record(struct mc_ctx *ctx, struct past *past, const struct mc_migration *migration)
{
	for (const struct mc_migration *later = migration + 1; later->name != NULL; later++) {
		if (later->kind == MC_MIGRATION_AFTER)
			TRY(run_with(ctx, past, "delete from schema_migration where name = $1",
			    later->name, NULL));
	}
	return run_with(ctx, past,
	    "insert into schema_migration (name, sha256) values ($1, $2)"
	    " on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()",
	    migration->name, migration->sha256);
}

/* The text comes last and goes out together with the commit: what it locks is let go at once, and
 * nobody waits for the disk. What a crash of the server undoes is undone together with its record.
 */
static enum mc_rc
try_once(struct mc_ctx *ctx, struct past *past, const struct mc_migration *migration,
    const char *begin, const char *script)
{
	past->passing = false;
	TRY(run_script(ctx, past, "begin", begin));
	TRY(record(ctx, past, migration));
	return run_script(ctx, past, migration->name, script);
}

static void
pause_at_random(void)
{
	unsigned char byte = 0;

	mc_random(&byte, sizeof(byte));
	mc_clock_sleep_ms(PAUSE_MS + (unsigned)byte * PAUSE_MORE_MS / 255);
}

static enum mc_rc
apply(struct mc_ctx *ctx, struct past *past, const struct mc_migration *migration,
    const struct mc_migration_report *report)
{
	uint64_t deadline = mc_clock_monotonic_us() + UINT64_C(1000) * PATIENCE_MS;
	const char *begin = mc_sprintf(ctx->arena,
	    "begin; set local lock_timeout = %d; set local synchronous_commit = off", LOCK_MS);
	const char *script = mc_sprintf(ctx->arena, "%s\n; commit", migration->text);

	while (try_once(ctx, past, migration, begin, script) != MC_OK) {
		if (!past->passing || mc_clock_monotonic_us() >= deadline)
			return MC_FAILED;
		mc_problem_clear(ctx);
		pause_at_random();
	}
	report->applied(report->cls, migration->name);
	return MC_OK;
}

/* Whether it is to run, as the database says now. */
static enum mc_rc
is_due(struct mc_ctx *ctx, struct past *past, const struct mc_migration *migration, bool *ret_due)
{
	const char *const params[] = {migration->name, migration->sha256};
	MC_CLEANUP(clear)
	PGresult *result =
	    PQexecParams(past->pg, "select from schema_migration where name = $1 and sha256 = $2",
		2, NULL, params, NULL, NULL, 0);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return fail_with(ctx, past->pg, migration->name);
	*ret_due = PQntuples(result) == 0;
	return MC_OK;
}

static enum mc_rc
apply_all(struct mc_ctx *ctx, struct past *past, const struct mc_migration migrations[],
    const struct mc_migration_report *report)
{
	for (; migrations->name != NULL; migrations++) {
		bool due = false;

		TRY(is_due(ctx, past, migrations, &due));
		if (due)
			TRY(apply(ctx, past, migrations, report));
	}
	return MC_OK;
}

static enum mc_rc
note_release(struct mc_ctx *ctx, struct past *past, unsigned release)
{
	if (past->release != release)
		TRY(run_with(ctx, past, "insert into schema_release (release) values ($1::integer)",
		    mc_sprintf(ctx->arena, "%u", release), NULL));
	past->release = release;
	return MC_OK;
}

static enum mc_rc
read_past(struct mc_ctx *ctx, struct past *past)
{
	MC_CLEANUP(clear)
	PGresult *release =
	    PQexec(past->pg, "select coalesce(max(release), 0) from schema_release");

	if (PQresultStatus(release) != PGRES_TUPLES_OK)
		return fail_with(ctx, past->pg, "schema_release");
	past->release = (unsigned)strtoul(PQgetvalue(release, 0, 0), NULL, 10);
	past->rows = PQexec(past->pg, "select name, sha256 from schema_migration order by name");
	if (PQresultStatus(past->rows) != PGRES_TUPLES_OK)
		return fail_with(ctx, past->pg, "schema_migration");
	return MC_OK;
}

static void
ignore_notice(void *argument, const PGresult *result)
{
	(void)argument;
	(void)result;
}

static enum mc_rc
try_turn(struct mc_ctx *ctx, struct past *past, bool *ret_ours)
{
	MC_CLEANUP(clear)
	PGresult *result =
	    PQexec(past->pg, "select pg_try_advisory_lock(hashtext('motcua migrations'))");

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		return fail_with(ctx, past->pg, "lock");
	*ret_ours = strcmp(PQgetvalue(result, 0, 0), "t") == 0;
	return MC_OK;
}

/* One process at a time, for as long as the session is open. */
static enum mc_rc
take_turn(struct mc_ctx *ctx, struct past *past)
{
	uint64_t deadline = mc_clock_monotonic_us() + UINT64_C(1000) * TURN_MS;
	bool ours = false;

	while (mc_clock_monotonic_us() < deadline) {
		TRY(try_turn(ctx, past, &ours));
		if (ours)
			return MC_OK;
		pause_at_random();
	}
	return mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED,
	    "another migrate has been running for two minutes; run this one when it has ended");
}

/* With the session open. */
static enum mc_rc
migrate(struct mc_ctx *ctx, struct past *past, unsigned release,
    const struct mc_migration migrations[], const struct mc_migration_report *report)
{
	TRY(take_turn(ctx, past));
	TRY(run_script(ctx, past, "schema_migration", create_tables));
	TRY(read_past(ctx, past));
	TRY(check_release(ctx, past, release));
	if (past->release > release)
		return MC_OK;
	TRY(check_history(ctx, past, migrations));
	TRY(apply_all(ctx, past, migrations, report));
	return note_release(ctx, past, release);
}

enum mc_rc
mc_pg_migrate(struct mc_ctx *ctx, const char *conninfo, unsigned release,
    const struct mc_migration migrations[], struct mc_migration_report *report)
{
	const char *reason;
	unsigned timeline;
	MC_CLEANUP(finish)
	PGconn *pg = mc_pg_connect(ctx->arena, conninfo, mc_pg_no_settings, &timeline, &reason);
	struct past past = {.pg = pg};
	enum mc_rc rc;

	if (pg == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", reason);
	(void)PQsetNoticeReceiver(pg, ignore_notice, NULL);
	rc = migrate(ctx, &past, release, migrations, report);
	PQclear(past.rows);
	report->release = past.release;
	return rc;
}
