/* Who calls, as the database is told at the beginning of every transaction: row-level security
 * reads it. */
#ifndef MC_CALLER_H
#define MC_CALLER_H

#include "lib/store/pg.h"

/* Without a token: account_id is NULL and role_name is "anonymous". */
struct mc_actor {
	const char *account_id;
	const char *session_id;
	unsigned role;         /* MC_ROLE_x; 0: none */
	const char *role_name; /* its code, or anonymous */
	const char *units;     /* PostgreSQL array literal of unit codes, "{}" if none */
};

/* Begins a batch with who calls and the id of the request. */
void mc_caller_enter(struct mc_batch *batch, const struct mc_actor *actor, const char *request_id);

#endif
