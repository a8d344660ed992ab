/* PostgreSQL as the program sees it: pools of connections, prepared statements, and batches.
 * A batch is one pipeline = one round trip = one implicit transaction: it succeeds only after the
 * server's answer to Sync, so deferred constraints are included. libpq is known in lib/store/pg_*.c
 * alone. */
#ifndef MC_PG_H
#define MC_PG_H

#include <stddef.h>

#include "lib/base/problem.h"

struct mc_gate;
struct mc_pg_pool;

/* The number of the newest history (timeline) that this process has seen of several servers: a
 * connection of an older one is of no use, and what was read of it may not be so any more. 0 with
 * one server. Safe in any number of threads. */
unsigned mc_pg_timeline(void);

/* How many connections the pools of a process hold together. A pool that needs one more than there
 * may be closes the one that has been idle longest, of whichever pool. The pools' gates together
 * let at most so many lease. */
struct mc_pg_budget;

struct mc_pg_budget *mc_pg_budget_new(size_t limit);

/* After its pools. NULL is allowed. */
void mc_pg_budget_free(struct mc_pg_budget *budget);

/* One statement of schema/<noun>/queries: generated tables, immutable, shared by all threads. */
struct mc_statement {
	const char *name;
	const char *text;
	size_t param_count;
	const unsigned *param_types; /* OIDs, param_count of them */
	unsigned limit_ms;           /* how long it may take; 0: as its pool says */
};

/* What a pool needs. Connections are opened when first leased and again after they broke. */
struct mc_pg_options {
	const char *conninfo;
	const char *user; /* the role to sign in as; NULL: as conninfo says */
	const char *application_name;
	size_t size;
	struct mc_gate *gate; /* of several pools that lease so many together; NULL: of its own */
	struct mc_pg_budget *budget;   /* NULL: bounded by its own size alone */
	unsigned wait_ms;              /* for a free connection, then MC_PROBLEM_OVERLOADED */
	unsigned statement_timeout_ms; /* then MC_PROBLEM_OVERLOADED, as after the next */
	unsigned lock_timeout_ms;
};

/* A pool without a connection yet; the texts of the options must outlive it. Free it when nothing
 * uses it any more. Leasing and returning are safe in any number of threads. */
struct mc_pg_pool *mc_pg_pool_new(const struct mc_pg_options *options);
void mc_pg_pool_free(struct mc_pg_pool *pool);

/* What its connections are called: the application_name of its options. */
const char *mc_pg_pool_name(const struct mc_pg_pool *pool);

/* Counters since the pool was made. */
struct mc_pg_pool_stats {
	size_t size;
	size_t leased; /* now */
	unsigned long leases;
	unsigned long waits;    /* leases that found no free connection */
	unsigned long wait_us;  /* what they waited together */
	unsigned long timeouts; /* waits that ended in MC_PROBLEM_OVERLOADED */
	unsigned long connects; /* connections opened */
	unsigned long failures; /* connections that could not be opened */
};

void mc_pg_pool_read_stats(struct mc_pg_pool *pool, struct mc_pg_pool_stats *ret_stats);

/* Rows of one statement; live in the batch's arena. */
struct mc_rows;

size_t mc_rows_count(const struct mc_rows *rows);

/* The text of a field, NULL for SQL null; the column must exist (a missing one is a fault of the
 * program and ends it). */
const char *mc_rows_get(const struct mc_rows *rows, size_t row, const char *column);

/* Like mc_rows_get, but NULL for a column that the statement does not return. */
const char *mc_rows_find(const struct mc_rows *rows, size_t row, const char *column);

struct mc_batch;

/* An empty batch whose memory is ctx's arena. Nothing is sent and no connection leased before
 * mc_batch_run. */
struct mc_batch *mc_batch_new(struct mc_ctx *ctx, struct mc_pg_pool *pool);

/* Queues a statement with text parameters (NULL = SQL null; the array has statement->param_count
 * entries and is copied, the texts must live until the run). Returns its index. */
size_t mc_batch_add(
    struct mc_batch *batch, const struct mc_statement *statement, const char *const params[]);

/* Says that running the whole batch twice does no harm (it only reads, or an idempotency key guards
 * it): should the connection break, it is run once more on another one. */
void mc_batch_set_repeatable(struct mc_batch *batch);

/* Sends everything and a Sync, reads everything. On failure nothing was done (or, if the connection
 * broke after Sync was sent, it is unknown: MC_PROBLEM_DATABASE_UNAVAILABLE, and idempotency keys
 * make the retry safe). A serialisation failure or deadlock is tried once more.
 * SQLSTATE class MC: the message is the code of a problem of the catalogue (raised by SQL function
 * fail(code)), DETAIL may be shown. */
enum mc_rc mc_batch_run(struct mc_batch *batch) MC_MUST_CHECK;

/* The rows of the statement added as index; only after a successful run. */
const struct mc_rows *mc_batch_rows(const struct mc_batch *batch, size_t index);

#endif
