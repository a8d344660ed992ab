/* Who calls, as the database is told at the beginning of every transaction: row-level security
 * reads it. */
#ifndef MC_CALLER_H
#define MC_CALLER_H

#include "lib/store/pg.h"

/* The kinds of caller. For each the API signs in to the database as another role, whose rights
 * bound what a mistake in one of its operations can do: see scripts/cluster.sql. */
enum mc_caller_kind {
	MC_CALLER_PUBLIC, /* nobody is signed in, or it does not matter who */
	MC_CALLER_CITIZEN,
	MC_CALLER_STAFF,  /* officer, leader, admin */
	MC_CALLER_SYSTEM, /* another system that signs what it sends; the API itself */
	MC_CALLER_KIND_COUNT
};

/* "motcua_citizen": whom the database knows. */
const char *mc_caller_database_role(enum mc_caller_kind kind);

/* Without a token: account_id is NULL and role_name is "anonymous". */
struct mc_actor {
	enum mc_caller_kind kind;
	const char *account_id;
	const char *session_id;
	unsigned role;         /* MC_ROLE_x; 0: none */
	const char *role_name; /* its code, or anonymous */
	const char *units;     /* PostgreSQL array literal of unit codes, "{}" if none */
};

/* Begins a batch with who calls and the id of the request. */
void mc_caller_enter(struct mc_batch *batch, const struct mc_actor *actor, const char *request_id);

#endif
