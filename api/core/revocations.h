/* Sessions that were ended while their access tokens still hold: read from the database every two
 * seconds, so that a token is dead soon after its session on every instance. Safe in any number of
 * threads. */
#ifndef MC_REVOCATIONS_H
#define MC_REVOCATIONS_H

#include <stdbool.h>

#include "lib/store/pg.h"

struct mc_revocations;

/* Starts the thread that reads. The pool must outlive it. */
struct mc_revocations *mc_revocations_start(struct mc_pg_pool *pool);

/* Ends the thread and frees everything. NULL is allowed. */
void mc_revocations_stop(struct mc_revocations *revocations);

/* Whether a session, by its UUID, has been ended. */
bool mc_revocations_has(struct mc_revocations *revocations, const char *session_id);

#endif
