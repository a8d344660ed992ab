/* Who calls: one record, which the token or the signature gives, the operation's permits are held
 * against, and the database is told at the beginning of every transaction (schema/core/caller.sql
 * reads it there). For whom the caller acts is not in it: the database knows, and may be told
 * otherwise while a token lasts. */
#ifndef MC_CALLER_H
#define MC_CALLER_H

#include "gen/vocabulary/assurances.h"
#include "gen/vocabulary/roles.h"
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

/* Of a caller who is not signed in only the kind is set. Texts live as long as the request. */
struct mc_caller {
	enum mc_caller_kind kind;
	const char *account_id;
	const char *session_id;
	const struct mc_role *role;
	const char
	    *units; /* PostgreSQL array literal of unit codes; of a leader's with all below */
	const struct mc_assurance *assurance;
};

/* Who may call an operation: a kind of caller with one of these roles and a token that gives at
 * least this assurance. A system has no role; it proves its group by a signature. */
struct mc_permit {
	enum mc_caller_kind kind;
	unsigned roles; /* MC_ROLE_x */
	enum mc_assurance_level assurance;
};

/* Begins a batch with who calls, and with what the server's log is to call the application. */
void mc_caller_enter(
    struct mc_batch *batch, const struct mc_caller *caller, const char *application);

#endif
