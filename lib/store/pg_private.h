/* What lib/store/pg_*.c share and nobody else includes. */
#ifndef MC_PG_PRIVATE_H
#define MC_PG_PRIVATE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/store/pg.h"

enum { MC_PG_PREPARED_MAX = 384, MC_PG_PREPARED_SLOTS = 512 };

/* A connection in pipeline mode, nonblocking; it belongs to the thread that leases it. */
struct mc_pg_connection {
	PGconn *pg;
	uint64_t returned_us; /* monotonic */
	unsigned timeline;    /* as mc_pg_connect said */
	size_t prepared_count;
	const struct mc_statement *prepared[MC_PG_PREPARED_SLOTS]; /* open addressing by address */
};

/* A parameter of a connection beside those of its text; an array ends with the name NULL. */
struct mc_pg_setting {
	const char *name;
	const char *value;
};

extern const struct mc_pg_setting mc_pg_no_settings[];

/* Connects as conninfo and the settings say. Where conninfo names several hosts, to the one of them
 * that is the primary, by the newest history if more than one takes itself for it; its number is
 * *ret_timeline, and 0 with one host. NULL and the reason in the arena if that cannot be. */
MC_MUST_CHECK PGconn *mc_pg_connect(struct mc_arena *arena, const char *conninfo,
    const struct mc_pg_setting settings[], unsigned *ret_timeline, const char **ret_reason);

/* Why nobody may connect like this: a host is on another machine and its certificate is not asked
 * for. NULL if all is well, also for a text that says nothing. */
const char *mc_pg_in_the_clear(struct mc_arena *arena, const char *conninfo);

/* The primary keeps silent: who connects next asks the others too. */
void mc_pg_doubt(void);

/* Takes a free connection or opens one. Fails with MC_PROBLEM_OVERLOADED when none comes free in
 * time and with MC_PROBLEM_DATABASE_UNAVAILABLE when none can be opened. */
MC_MUST_CHECK enum mc_rc mc_pg_lease(
    struct mc_ctx *ctx, struct mc_pg_pool *pool, struct mc_pg_connection **ret_connection);

/* Gives a connection back; it is closed unless it is reusable, idle and outside a transaction. */
void mc_pg_return(struct mc_pg_pool *pool, struct mc_pg_connection *connection, bool reusable);

/* Budgets: take comes before a connection is opened and may close an idle one, give after one was
 * closed. A budget of NULL bounds nothing. */
void mc_pg_budget_take(struct mc_pg_budget *budget);
void mc_pg_budget_give(struct mc_pg_budget *budget);

/* Adds a pool to the budget's list; the one that comes after it there, or NULL. Before threads
 * start. */
struct mc_pg_pool *mc_pg_budget_join(struct mc_pg_budget *budget, struct mc_pg_pool *pool);
struct mc_pg_pool *mc_pg_pool_next(const struct mc_pg_pool *pool);

/* Since when the pool's idlest connection is idle, UINT64_MAX without one; closes it, if it is
 * still there. */
uint64_t mc_pg_pool_idle_since(struct mc_pg_pool *pool);
bool mc_pg_pool_close_idlest(struct mc_pg_pool *pool);

/* Closes every connection that is idle. */
void mc_pg_pool_close_idle(struct mc_pg_pool *pool);

const struct mc_pg_options *mc_pg_pool_options(const struct mc_pg_pool *pool);

bool mc_pg_is_prepared(
    const struct mc_pg_connection *connection, const struct mc_statement *statement);
void mc_pg_set_prepared(struct mc_pg_connection *connection, const struct mc_statement *statement);

/* What to do about an error of the server. */
enum mc_pg_verdict {
	MC_PG_FINAL,      /* the batch has failed */
	MC_PG_RETRY,      /* nothing was done; the same batch may succeed now */
	MC_PG_STALE_PLAN, /* nothing was done; it may succeed on a new connection */
	MC_PG_LOST,       /* the connection is gone; what was done is unknown */
};

enum mc_pg_verdict mc_pg_verdict_of(const char *sqlstate);

/* Whether a lock was not free in time. */
bool mc_pg_is_lock(const char *sqlstate);

/* An error of the server. Texts may be NULL; they live as long as the batch's arena. */
struct mc_pg_error {
	char sqlstate[6];
	const char *message;
	const char *detail;
	const char *hint;
	const char *statement; /* its name, or NULL if none is to blame */
	int backend;           /* its process at the server, by which the server's log names it */
};

/* Records the problem that the error means and returns MC_FAILED. */
enum mc_rc mc_pg_fail(struct mc_ctx *ctx, const struct mc_pg_error *error);

#endif
