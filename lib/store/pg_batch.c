/* A batch: what is queued, one attempt at sending it and reading the answers, and when to try
 * again. Everything goes out as one pipeline with one Sync; the batch has succeeded when the answer
 * to Sync is read, because deferred constraints fail after the last statement and before it. */
#include "lib/store/pg_private.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"

enum {
	FIRST_CAPACITY = 8,
	GRACE_MS = 2000, /* beyond statement_timeout before a silent server is given up */
	ATTEMPTS = 2,
	MOMENT_MS = 50,
};

struct mc_rows {
	size_t count;
	size_t column_count;
	const char **columns;
	const char **fields; /* count times column_count, NULL for SQL null */
};

struct query {
	const struct mc_statement *statement;
	const char **params;
	struct mc_rows *rows;
};

/* One message whose answer the server will send, in the order of sending. */
struct step {
	struct query *query;
	bool is_prepare;
};

struct mc_batch {
	struct mc_ctx *ctx;
	struct mc_pg_pool *pool;
	struct query *queries;
	size_t count;
	size_t capacity;
	bool repeatable;
	bool has_run;
};

/* One try at running the batch on one connection. */
struct attempt {
	struct mc_batch *batch;
	struct mc_pg_connection *connection;
	struct step *steps;
	size_t step_count;
	size_t step; /* the one whose answer is being read */
	uint64_t deadline_us;
	struct mc_pg_error error; /* the first; sqlstate is empty if there was none */
};

struct mc_batch *
mc_batch_new(struct mc_ctx *ctx, struct mc_pg_pool *pool)
{
	struct mc_batch *batch = mc_alloc(ctx->arena, sizeof(*batch));

	batch->ctx = ctx;
	batch->pool = pool;
	batch->capacity = FIRST_CAPACITY;
	batch->queries = mc_alloc_array(ctx->arena, FIRST_CAPACITY, sizeof(struct query));
	return batch;
}

void
mc_batch_set_repeatable(struct mc_batch *batch)
{
	batch->repeatable = true;
}

size_t
mc_batch_add(
    struct mc_batch *batch, const struct mc_statement *statement, const char *const params[])
{
	struct query *query;

	if (batch->count == batch->capacity) {
		struct query *grown =
		    mc_alloc_array(batch->ctx->arena, batch->capacity * 2, sizeof(struct query));

		memcpy(grown, batch->queries, batch->count * sizeof(struct query));
		batch->queries = grown;
		batch->capacity *= 2;
	}
	query = &batch->queries[batch->count];
	query->statement = statement;
	query->params =
	    mc_alloc_array(batch->ctx->arena, statement->param_count + 1, sizeof(const char *));
	for (size_t i = 0; i < statement->param_count; i++)
		query->params[i] = params[i];
	return batch->count++;
}

static void
note_error(struct attempt *attempt, const char *sqlstate, const char *message)
{
	struct mc_pg_error *error = &attempt->error;
	struct mc_arena *arena = attempt->batch->ctx->arena;

	if (error->sqlstate[0] != '\0')
		return;
	(void)snprintf(error->sqlstate, sizeof(error->sqlstate), "%s",
	    sqlstate != NULL && *sqlstate != '\0' ? sqlstate : "08006");
	error->message = message != NULL ? mc_strdup(arena, message) : NULL;
	if (attempt->connection != NULL)
		error->backend = PQbackendPID(attempt->connection->pg);
	if (attempt->step < attempt->step_count)
		error->statement = attempt->steps[attempt->step].query->statement->name;
}

static void
note_server_error(struct attempt *attempt, const PGresult *result)
{
	struct mc_pg_error *error = &attempt->error;
	struct mc_arena *arena = attempt->batch->ctx->arena;
	const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);

	if (error->sqlstate[0] != '\0')
		return;
	note_error(attempt, PQresultErrorField(result, PG_DIAG_SQLSTATE),
	    PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	error->detail = detail != NULL ? mc_strdup(arena, detail) : NULL;
	error->hint = hint != NULL ? mc_strdup(arena, hint) : NULL;
}

/* Queues all messages in libpq; false if the connection refuses. */
static bool
send_all(struct attempt *attempt)
{
	struct mc_batch *batch = attempt->batch;
	PGconn *pg = attempt->connection->pg;

	for (size_t i = 0; i < batch->count; i++) {
		struct query *query = &batch->queries[i];
		const struct mc_statement *statement = query->statement;
		bool queued_before = false;

		for (size_t j = 0; j < i; j++)
			queued_before = queued_before || batch->queries[j].statement == statement;
		if (!queued_before && !mc_pg_is_prepared(attempt->connection, statement)) {
			if (PQsendPrepare(pg, statement->name, statement->text,
				(int)statement->param_count, statement->param_types) != 1)
				return false;
			attempt->steps[attempt->step_count++] = (struct step){query, true};
		}
		if (PQsendQueryPrepared(pg, statement->name, (int)statement->param_count,
			query->params, NULL, NULL, 0) != 1)
			return false;
		attempt->steps[attempt->step_count++] = (struct step){query, false};
	}
	return PQpipelineSync(pg) == 1;
}

/* Moves bytes in both directions once; false when the connection is gone or time is up. */
static bool
pump(struct attempt *attempt)
{
	PGconn *pg = attempt->connection->pg;
	int unsent = PQflush(pg);
	uint64_t now = mc_clock_monotonic_us();
	struct pollfd fd = {.fd = PQsocket(pg), .events = POLLIN};
	int ready;

	if (unsent == 1)
		fd.events |= POLLOUT;
	if (now >= attempt->deadline_us)
		return false;
	ready = poll(&fd, 1, (int)((attempt->deadline_us - now) / 1000) + 1);
	if (ready == -1 && errno == EINTR)
		return true;
	if (ready <= 0)
		return ready == 0 && mc_clock_monotonic_us() < attempt->deadline_us;
	return (fd.revents & ~POLLOUT) == 0 || PQconsumeInput(pg) == 1;
}

static struct mc_rows *
copy_rows(struct mc_arena *arena, const PGresult *result)
{
	struct mc_rows *rows = mc_alloc(arena, sizeof(*rows));

	rows->count = (size_t)PQntuples(result);
	rows->column_count = (size_t)PQnfields(result);
	rows->columns = mc_alloc_array(arena, rows->column_count + 1, sizeof(const char *));
	rows->fields =
	    mc_alloc_array(arena, rows->count * rows->column_count + 1, sizeof(const char *));
	for (size_t column = 0; column < rows->column_count; column++)
		rows->columns[column] = mc_strdup(arena, PQfname(result, (int)column));
	for (size_t i = 0; i < rows->count * rows->column_count; i++) {
		int row = (int)(i / rows->column_count);
		int column = (int)(i % rows->column_count);

		if (PQgetisnull(result, row, column) == 0)
			rows->fields[i] = mc_strndup(arena, PQgetvalue(result, row, column),
			    (size_t)PQgetlength(result, row, column));
	}
	return rows;
}

static void
take_result(struct attempt *attempt, const PGresult *result)
{
	const struct step *step =
	    attempt->step < attempt->step_count ? &attempt->steps[attempt->step] : NULL;

	switch (PQresultStatus(result)) {
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		if (step != NULL && step->is_prepare)
			mc_pg_set_prepared(attempt->connection, step->query->statement);
		else if (step != NULL)
			step->query->rows = copy_rows(attempt->batch->ctx->arena, result);
		break;
	case PGRES_PIPELINE_ABORTED:
		break;
	default:
		note_server_error(attempt, result);
		break;
	}
}

/* Reads until the answer to Sync; false when the connection is gone before it. */
static bool
read_all(struct attempt *attempt)
{
	PGconn *pg = attempt->connection->pg;

	/* A NULL ends each step's results; more of them than steps and a late error need means that
	 * nothing will come any more. */
	while (attempt->step <= attempt->step_count + 1) {
		PGresult *result;
		bool synced;

		while (PQisBusy(pg) == 1) {
			if (!pump(attempt))
				return false;
		}
		result = PQgetResult(pg);
		if (result == NULL) {
			if (PQstatus(pg) != CONNECTION_OK)
				return false;
			attempt->step++;
			continue;
		}
		synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		if (!synced)
			take_result(attempt, result);
		PQclear(result);
		if (synced)
			return true;
	}
	return false;
}

/* How long the server may be silent: longer than any statement of the batch may take. */
static uint64_t
patience_us(const struct mc_batch *batch)
{
	unsigned longest = mc_pg_pool_options(batch->pool)->statement_timeout_ms;

	for (size_t i = 0; i < batch->count; i++) {
		if (batch->queries[i].statement->limit_ms > longest)
			longest = batch->queries[i].statement->limit_ms;
	}
	return ((uint64_t)longest + GRACE_MS) * 1000;
}

/* One try. Fails only when no connection can be leased; otherwise *ret_verdict tells about
 * attempt->error, whose sqlstate is empty on success. */
static enum mc_rc
run_once(struct mc_batch *batch, struct attempt *attempt, enum mc_pg_verdict *ret_verdict)
{
	enum mc_pg_verdict verdict = MC_PG_FINAL;
	bool synced;

	*attempt = (struct attempt){.batch = batch};
	TRY(mc_pg_lease(batch->ctx, batch->pool, &attempt->connection));
	attempt->steps =
	    mc_alloc_array(batch->ctx->arena, batch->count * 2 + 1, sizeof(struct step));
	attempt->deadline_us = mc_clock_monotonic_us() + patience_us(batch);
	synced = send_all(attempt) && read_all(attempt);
	if (!synced)
		note_error(attempt, "08006", "the connection broke");
	if (!synced && mc_clock_monotonic_us() >= attempt->deadline_us)
		mc_pg_doubt();
	if (attempt->error.sqlstate[0] != '\0')
		verdict = synced ? mc_pg_verdict_of(attempt->error.sqlstate) : MC_PG_LOST;
	mc_pg_return(batch->pool, attempt->connection,
	    synced && verdict != MC_PG_STALE_PLAN && verdict != MC_PG_LOST);
	*ret_verdict = verdict;
	return MC_OK;
}

/* Who waits but a moment for a lock may wait another: what changes a table while it is used holds
 * it for no longer than that. */
static bool
may_wait_again(const struct mc_batch *batch, const struct attempt *attempt)
{
	return mc_pg_is_lock(attempt->error.sqlstate) &&
	       mc_pg_pool_options(batch->pool)->lock_timeout_ms <= MOMENT_MS;
}

enum mc_rc
mc_batch_run(struct mc_batch *batch)
{
	struct attempt attempt;
	enum mc_pg_verdict verdict;

	for (int tries = 1; tries <= ATTEMPTS; tries++) {
		TRY(run_once(batch, &attempt, &verdict));
		if (attempt.error.sqlstate[0] == '\0') {
			batch->has_run = true;
			return MC_OK;
		}
		/* The other connections prepared their statements before the schema changed, too.
		 */
		if (verdict == MC_PG_STALE_PLAN)
			mc_pg_pool_close_idle(batch->pool);
		if (verdict == MC_PG_FINAL && may_wait_again(batch, &attempt))
			continue;
		if (verdict == MC_PG_FINAL || (verdict == MC_PG_LOST && !batch->repeatable))
			break;
	}
	return mc_pg_fail(batch->ctx, &attempt.error);
}

static void
end_program(const char *what, const char *name)
{
	fprintf(stderr, "motcua: %s: %s\n", what, name);
	abort();
}

const struct mc_rows *
mc_batch_rows(const struct mc_batch *batch, size_t index)
{
	if (!batch->has_run || index >= batch->count)
		end_program("rows read of a batch that has not run", "mc_batch_rows");
	return batch->queries[index].rows;
}

size_t
mc_rows_count(const struct mc_rows *rows)
{
	return rows->count;
}

/* The field of a column; false if there is no such column. */
static bool
find_field(const struct mc_rows *rows, size_t row, const char *column, const char **ret_field)
{
	if (row >= rows->count)
		end_program("a row read beyond the last", column);
	for (size_t i = 0; i < rows->column_count; i++) {
		if (strcmp(rows->columns[i], column) == 0) {
			*ret_field = rows->fields[row * rows->column_count + i];
			return true;
		}
	}
	return false;
}

const char *
mc_rows_get(const struct mc_rows *rows, size_t row, const char *column)
{
	const char *field = NULL;

	if (!find_field(rows, row, column, &field))
		end_program("no such column", column);
	return field;
}

const char *
mc_rows_find(const struct mc_rows *rows, size_t row, const char *column)
{
	const char *field = NULL;

	(void)find_field(rows, row, column, &field);
	return field;
}
