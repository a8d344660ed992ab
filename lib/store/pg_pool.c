/* A bounded set of connections under one mutex, the last returned leased first. A thread that finds
 * none free waits its turn for a limited time: turns go from hand to hand, first come first served,
 * because a thread that is running would otherwise overtake those that sleep. After a failed
 * connect the pool does not try again for a moment, so that a server that is down costs callers
 * nothing. */
#include "lib/store/pg_private.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/base/clock.h"

enum {
	BACKOFF_US = 200000, /* between attempts to connect */
	FRESH_US = 100000,   /* a connection used this recently is not probed before use */
	CONNECT_TIMEOUT_S = 2,
	LOCK_TIMEOUT_MS = 2000,
	IDLE_IN_TRANSACTION_MS = 10000,
	RETRY_AFTER_SECONDS = 2,
};

/* A thread in the queue: it is given a connection, or the right to open one (then it is NULL). */
struct waiter {
	struct waiter *next;
	struct mc_pg_connection *connection;
	pthread_cond_t called;
	bool served;
};

/* While somebody waits, all connections are leased or being opened. */
struct mc_pg_pool {
	struct mc_pg_options options;
	pthread_mutex_t mutex;
	pthread_condattr_t monotonic;
	struct waiter *first;           /* of the queue */
	struct waiter **end;            /* where the next one is hung */
	struct mc_pg_connection **free; /* a stack of free_count */
	size_t free_count;
	size_t open_count; /* leased, free and being opened */
	uint64_t broken_until_us;
	struct mc_pg_pool_stats stats;
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

	pool->options = *options;
	pool->stats.size = options->size;
	pool->end = &pool->first;
	pool->free = allocate(options->size, sizeof(struct mc_pg_connection *));
	if (pthread_mutex_init(&pool->mutex, NULL) != 0 ||
	    pthread_condattr_init(&pool->monotonic) != 0 ||
	    pthread_condattr_setclock(&pool->monotonic, CLOCK_MONOTONIC) != 0)
		abort();
	return pool;
}

static void
connection_close(struct mc_pg_connection *connection)
{
	PQfinish(connection->pg);
	free(connection);
}

void
mc_pg_pool_free(struct mc_pg_pool *pool)
{
	if (pool == NULL)
		return;
	for (size_t i = 0; i < pool->free_count; i++)
		connection_close(pool->free[i]);
	(void)pthread_condattr_destroy(&pool->monotonic);
	(void)pthread_mutex_destroy(&pool->mutex);
	free(pool->free);
	free(pool);
}

const struct mc_pg_options *
mc_pg_pool_options(const struct mc_pg_pool *pool)
{
	return &pool->options;
}

void
mc_pg_pool_read_stats(struct mc_pg_pool *pool, struct mc_pg_pool_stats *ret_stats)
{
	(void)pthread_mutex_lock(&pool->mutex);
	*ret_stats = pool->stats;
	ret_stats->leased = pool->open_count - pool->free_count;
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
	    "lock_timeout=%d "
	    "-c idle_in_transaction_session_timeout=%d",
	    options->statement_timeout_ms, LOCK_TIMEOUT_MS, IDLE_IN_TRANSACTION_MS);
	const char *timeout = mc_sprintf(ctx->arena, "%d", CONNECT_TIMEOUT_S);
	const char *const names[] = {"dbname", "application_name", "client_encoding",
	    "connect_timeout", "tcp_user_timeout", "options", NULL};
	const char *const values[] = {
	    options->conninfo, options->application_name, "UTF8", timeout, "5000", settings, NULL};
	struct mc_pg_connection *connection = allocate(1, sizeof(*connection));

	connection->pg = PQconnectdbParams(names, values, 1);
	if (PQstatus(connection->pg) == CONNECTION_OK && PQsetnonblocking(connection->pg, 1) == 0 &&
	    PQenterPipelineMode(connection->pg) == 1) {
		(void)PQsetNoticeReceiver(connection->pg, ignore_notice, NULL);
		return connection;
	}
	*ret_reason = mc_strdup(ctx->arena, PQerrorMessage(connection->pg));
	connection_close(connection);
	return NULL;
}

/* Whether the server has closed an idle connection, or said something that nobody asked for. */
static bool
is_dead(const struct mc_pg_connection *connection)
{
	char byte;
	ssize_t got;

	if (mc_clock_monotonic_us() - connection->returned_us < FRESH_US)
		return false;
	got = recv(PQsocket(connection->pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return !(got == -1 && (errno == EAGAIN || errno == EINTR));
}

/* With the mutex held: takes a waiter out of the queue. */
static void
leave_queue(struct mc_pg_pool *pool, const struct waiter *waiter)
{
	struct waiter **place = &pool->first;

	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	if (*place == NULL)
		pool->end = place;
}

/* With the mutex held: a connection that came free, or the right to open one (NULL), goes to the
 * one who has waited longest, or back. */
static void
pass_on(struct mc_pg_pool *pool, struct mc_pg_connection *connection)
{
	struct waiter *next = pool->first;

	if (next != NULL) {
		leave_queue(pool, next);
		next->connection = connection;
		next->served = true;
		(void)pthread_cond_signal(&next->called);
	} else if (connection != NULL) {
		pool->free[pool->free_count++] = connection;
	} else {
		pool->open_count--;
	}
}

/* With the mutex held: waits for a connection or the right to open one (*ret_connection is NULL
 * then); false when time is up. */
static bool
wait_for_turn(struct mc_pg_pool *pool, struct mc_pg_connection **ret_connection)
{
	uint64_t begin = mc_clock_monotonic_us();
	uint64_t until = begin + (uint64_t)pool->options.wait_ms * 1000;
	struct timespec deadline = {
	    .tv_sec = (time_t)(until / 1000000), .tv_nsec = (long)(until % 1000000) * 1000};
	struct waiter self = {.served = false};
	int rc = 0;

	if (pthread_cond_init(&self.called, &pool->monotonic) != 0)
		abort();
	*pool->end = &self;
	pool->end = &self.next;
	pool->stats.waits++;
	while (rc == 0 && !self.served)
		rc = pthread_cond_timedwait(&self.called, &pool->mutex, &deadline);
	pool->stats.wait_us += mc_clock_monotonic_us() - begin;
	if (!self.served) {
		leave_queue(pool, &self);
		pool->stats.timeouts++;
	}
	(void)pthread_cond_destroy(&self.called);
	*ret_connection = self.connection;
	return self.served;
}

/* Takes a free connection, or the right to open one (*ret_connection is NULL then). */
static enum mc_rc
take_turn(struct mc_ctx *ctx, struct mc_pg_pool *pool, struct mc_pg_connection **ret_connection)
{
	*ret_connection = NULL;
	if (pool->free_count > 0) {
		*ret_connection = pool->free[--pool->free_count];
	} else if (pool->open_count < pool->options.size) {
		pool->open_count++;
	} else if (!wait_for_turn(pool, ret_connection)) {
		(void)mc_fail_internal(
		    ctx, MC_PROBLEM_OVERLOADED, "no database connection came free");
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
		return MC_FAILED;
	}
	if (*ret_connection == NULL && mc_clock_monotonic_us() < pool->broken_until_us) {
		pass_on(pool, NULL);
		(void)mc_fail_internal(
		    ctx, MC_PROBLEM_DATABASE_UNAVAILABLE, "could not connect a moment ago");
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
		return MC_FAILED;
	}
	pool->stats.leases++;
	return MC_OK;
}

/* Records how opening went. A failure gives the turn back. */
static void
settle_opening(struct mc_pg_pool *pool, bool opened)
{
	(void)pthread_mutex_lock(&pool->mutex);
	if (opened) {
		pool->stats.connects++;
		pool->broken_until_us = 0;
	} else {
		pool->stats.failures++;
		pool->broken_until_us = mc_clock_monotonic_us() + BACKOFF_US;
		pass_on(pool, NULL);
	}
	(void)pthread_mutex_unlock(&pool->mutex);
}

enum mc_rc
mc_pg_lease(struct mc_ctx *ctx, struct mc_pg_pool *pool, struct mc_pg_connection **ret_connection)
{
	struct mc_pg_connection *connection = NULL;
	const char *reason = "";
	enum mc_rc rc;

	(void)pthread_mutex_lock(&pool->mutex);
	rc = take_turn(ctx, pool, &connection);
	(void)pthread_mutex_unlock(&pool->mutex);
	TRY(rc);
	if (connection != NULL && is_dead(connection)) {
		connection_close(connection);
		connection = NULL;
	}
	if (connection == NULL) {
		connection = connection_open(ctx, &pool->options, &reason);
		settle_opening(pool, connection != NULL);
	}
	if (connection == NULL) {
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
	if (!reusable)
		connection_close(connection);
	(void)pthread_mutex_lock(&pool->mutex);
	pass_on(pool, reusable ? connection : NULL);
	(void)pthread_mutex_unlock(&pool->mutex);
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
