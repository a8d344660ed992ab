/* What a thread of its own reads from the database every second over a connection of its own:
 * whether it answers, and the sessions that were ended while their access tokens still hold, so
 * that a token is dead soon after its session on every instance. Safe in any number of threads. */
#ifndef MC_REVOCATIONS_H
#define MC_REVOCATIONS_H

#include <stdbool.h>

#include "lib/store/pg.h"

struct mc_revocations;

/* Starts the thread that reads. The text must outlive it. */
struct mc_revocations *mc_revocations_start(const char *conninfo);

/* Ends the thread and frees everything. NULL is allowed. */
void mc_revocations_stop(struct mc_revocations *revocations);

/* Whether the database answered when it was last asked. */
bool mc_revocations_database_answers(const struct mc_revocations *revocations);

/* Whether a session, by its UUID, has been ended. */
bool mc_revocations_has(struct mc_revocations *revocations, const char *session_id);

#endif
