/* A bounded set of connections behind a gate, the last returned leased first. After a failed
 * connect the pool does not try again for a moment, so that a server that is down costs callers
 * nothing. */
#include "lib/store/pg_private.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/base/clock.h"
#include "lib/base/gate.h"

enum {
	BACKOFF_US = 200000, /* between attempts to connect */
	FRESH_US = 100000,   /* a connection used this recently is not probed before use */
	CONNECT_TIMEOUT_S = 2,
	IDLE_IN_TRANSACTION_MS = 10000,
	RETRY_AFTER_SECONDS = 2,
};

/* Whoever is inside the gate has a connection or may open one. */
struct mc_pg_pool {
	struct mc_pg_options options;
	struct mc_gate *gate;
	struct mc_pg_pool *next;        /* of the same budget */
	pthread_mutex_t mutex;          /* of what follows */
	struct mc_pg_connection **free; /* a stack of free_count */
	size_t free_count;
	uint64_t broken_until_us;
	unsigned long connects;
	unsigned long failures;
};

static void *
allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (memory == NULL) {
		fputs("motcua: out of memory\n", stderr);
		abort();
	}
	return memory;
}

struct mc_pg_pool *
mc_pg_pool_new(const struct mc_pg_options *options)
{
	struct mc_pg_pool *pool = allocate(1, sizeof(*pool));
	struct mc_gate_options gate = {.name = options->application_name,
	    .slots = options->size,
	    .queue = SIZE_MAX,
	    .wait_ms = options->wait_ms};

	pool->options = *options;
	pool->gate = options->gate != NULL ? options->gate : mc_gate_new(&gate);
	pool->free = allocate(options->size, sizeof(struct mc_pg_connection *));
	if (pthread_mutex_init(&pool->mutex, NULL) != 0)
		abort();
	if (options->budget != NULL)
		pool->next = mc_pg_budget_join(options->budget, pool);
	return pool;
}

struct mc_pg_pool *
mc_pg_pool_next(const struct mc_pg_pool *pool)
{
	return pool->next;
}

static void
connection_close(struct mc_pg_connection *connection)
{
	PQfinish(connection->pg);
	free(connection);
}

uint64_t
mc_pg_pool_idle_since(struct mc_pg_pool *pool)
{
	uint64_t since;

	(void)pthread_mutex_lock(&pool->mutex);
	since = pool->free_count > 0 ? pool->free[0]->returned_us : UINT64_MAX;
	(void)pthread_mutex_unlock(&pool->mutex);
	return since;
}

bool
mc_pg_pool_close_idlest(struct mc_pg_pool *pool)
{
	struct mc_pg_connection *idlest = NULL;

	(void)pthread_mutex_lock(&pool->mutex);
	if (pool->free_count > 0) {
		idlest = pool->free[0];
		pool->free_count--;
		memmove(pool->free, pool->free + 1,
		    pool->free_count * sizeof(struct mc_pg_connection *));
	}
	(void)pthread_mutex_unlock(&pool->mutex);
	if (idlest != NULL)
		connection_close(idlest);
	return idlest != NULL;
}

void
mc_pg_pool_close_idle(struct mc_pg_pool *pool)
{
	while (mc_pg_pool_close_idlest(pool))
		mc_pg_budget_give(pool->options.budget);
}

void
mc_pg_pool_free(struct mc_pg_pool *pool)
{
	if (pool == NULL)
		return;
	for (size_t i = 0; i < pool->free_count; i++)
		connection_close(pool->free[i]);
	(void)pthread_mutex_destroy(&pool->mutex);
	if (pool->options.gate == NULL)
		mc_gate_free(pool->gate);
	free(pool->free);
	free(pool);
}

const struct mc_pg_options *
mc_pg_pool_options(const struct mc_pg_pool *pool)
{
	return &pool->options;
}

const char *
mc_pg_pool_name(const struct mc_pg_pool *pool)
{
	return pool->options.application_name;
}

void
mc_pg_pool_read_stats(struct mc_pg_pool *pool, struct mc_pg_pool_stats *ret_stats)
{
	struct mc_gate_stats gate;

	mc_gate_read_stats(pool->gate, &gate);
	(void)pthread_mutex_lock(&pool->mutex);
	*ret_stats = (struct mc_pg_pool_stats){
	    .size = pool->options.size,
	    .leased = gate.inside,
	    .leases = gate.entered,
	    .waits = gate.waited,
	    .wait_us = gate.wait_us,
	    .timeouts = gate.refused,
	    .connects = pool->connects,
	    .failures = pool->failures,
	};
	(void)pthread_mutex_unlock(&pool->mutex);
}

static void
ignore_notice(void *argument, const PGresult *result)
{
	(void)argument;
	(void)result;
}

/* Opens a connection with the session's settings; NULL and the reason in the arena if it cannot. */
static struct mc_pg_connection *
connection_open(struct mc_ctx *ctx, const struct mc_pg_options *options, const char **ret_reason)
{
	const char *settings = mc_sprintf(ctx->arena,
	    "-c TimeZone=UTC -c client_min_messages=warning -c statement_timeout=%u -c "
	    "lock_timeout=%u "
	    "-c idle_in_transaction_session_timeout=%d",
	    options->statement_timeout_ms, options->lock_timeout_ms, IDLE_IN_TRANSACTION_MS);
	const char *timeout = mc_sprintf(ctx->arena, "%d", CONNECT_TIMEOUT_S);
	const struct mc_pg_setting session[] = {
	    {"application_name", options->application_name},
	    {"client_encoding", "UTF8"},
	    {"connect_timeout", timeout},
	    {"tcp_user_timeout", "5000"},
	    {"options", settings},
	    {options->user != NULL ? "user" : NULL, options->user},
	    {NULL, NULL},
	};
	unsigned timeline;
	PGconn *pg = mc_pg_connect(ctx->arena, options->conninfo, session, &timeline, ret_reason);
	struct mc_pg_connection *connection;

	if (pg == NULL)
		return NULL;
	if (PQsetnonblocking(pg, 1) != 0 || PQenterPipelineMode(pg) != 1) {
		*ret_reason = mc_strdup(ctx->arena, PQerrorMessage(pg));
		PQfinish(pg);
		return NULL;
	}
	(void)PQsetNoticeReceiver(pg, ignore_notice, NULL);
	connection = allocate(1, sizeof(*connection));
	connection->pg = pg;
	connection->timeline = timeline;
	return connection;
}

/* Whether the server has closed an idle connection, said something that nobody asked for, or is not
 * the primary any more. */
static bool
is_dead(const struct mc_pg_connection *connection)
{
	char byte;
	ssize_t got;

	if (connection->timeline < mc_pg_timeline())
		return true;
	if (mc_clock_monotonic_us() - connection->returned_us < FRESH_US)
		return false;
	got = recv(PQsocket(connection->pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return !(got == -1 && (errno == EAGAIN || errno == EINTR));
}

/* Inside the gate: takes a free connection; NULL if one is to be opened. */
static struct mc_pg_connection *
take_free(struct mc_pg_pool *pool, bool *ret_broken)
{
	struct mc_pg_connection *connection = NULL;

	(void)pthread_mutex_lock(&pool->mutex);
	if (pool->free_count > 0)
		connection = pool->free[--pool->free_count];
	*ret_broken = mc_clock_monotonic_us() < pool->broken_until_us;
	(void)pthread_mutex_unlock(&pool->mutex);
	return connection;
}

/* Records how opening went. */
static void
settle_opening(struct mc_pg_pool *pool, bool opened)
{
	(void)pthread_mutex_lock(&pool->mutex);
	if (opened) {
		pool->connects++;
		pool->broken_until_us = 0;
	} else {
		pool->failures++;
		pool->broken_until_us = mc_clock_monotonic_us() + BACKOFF_US;
	}
	(void)pthread_mutex_unlock(&pool->mutex);
}

/* Inside the gate: a connection that works, or NULL and the reason. */
static struct mc_pg_connection *
obtain(struct mc_ctx *ctx, struct mc_pg_pool *pool, const char **ret_reason)
{
	bool broken;
	struct mc_pg_connection *connection = take_free(pool, &broken);

	if (connection != NULL && !is_dead(connection))
		return connection;
	if (connection != NULL) {
		connection_close(connection);
		mc_pg_budget_give(pool->options.budget);
	} else if (broken) {
		*ret_reason = "could not connect a moment ago";
		return NULL;
	}
	mc_pg_budget_take(pool->options.budget);
	connection = connection_open(ctx, &pool->options, ret_reason);
	if (connection == NULL)
		mc_pg_budget_give(pool->options.budget);
	settle_opening(pool, connection != NULL);
	return connection;
}

enum mc_rc
mc_pg_lease(struct mc_ctx *ctx, struct mc_pg_pool *pool, struct mc_pg_connection **ret_connection)
{
	const char *reason = "";
	struct mc_pg_connection *connection;

	TRY(mc_gate_enter(ctx, pool->gate));
	connection = obtain(ctx, pool, &reason);
	if (connection == NULL) {
		mc_gate_leave(pool->gate);
		(void)mc_fail_internal(ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "%s", reason);
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
		return MC_FAILED;
	}
	*ret_connection = connection;
	return MC_OK;
}

void
mc_pg_return(struct mc_pg_pool *pool, struct mc_pg_connection *connection, bool reusable)
{
	reusable = reusable && PQstatus(connection->pg) == CONNECTION_OK &&
		   PQtransactionStatus(connection->pg) == PQTRANS_IDLE &&
		   connection->prepared_count < MC_PG_PREPARED_MAX;
	connection->returned_us = mc_clock_monotonic_us();
	if (reusable) {
		(void)pthread_mutex_lock(&pool->mutex);
		pool->free[pool->free_count++] = connection;
		(void)pthread_mutex_unlock(&pool->mutex);
	} else {
		connection_close(connection);
		mc_pg_budget_give(pool->options.budget);
	}
	mc_gate_leave(pool->gate);
}

/* The slot of a statement: its own or the first empty one on its way. */
static size_t
slot_of(const struct mc_pg_connection *connection, const struct mc_statement *statement)
{
	size_t slot = ((uintptr_t)statement >> 4) * 2654435761u % MC_PG_PREPARED_SLOTS;

	while (connection->prepared[slot] != NULL && connection->prepared[slot] != statement)
		slot = (slot + 1) % MC_PG_PREPARED_SLOTS;
	return slot;
}

bool
mc_pg_is_prepared(const struct mc_pg_connection *connection, const struct mc_statement *statement)
{
	return connection->prepared[slot_of(connection, statement)] != NULL;
}

void
mc_pg_set_prepared(struct mc_pg_connection *connection, const struct mc_statement *statement)
{
	connection->prepared[slot_of(connection, statement)] = statement;
	connection->prepared_count++;
}
