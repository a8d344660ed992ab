/* The sessions that were ended while their access tokens still hold, so that a token is dead soon
 * after its session on every instance. Safe in any number of threads. */
#ifndef MC_REVOCATIONS_H
#define MC_REVOCATIONS_H

#include <stdbool.h>

#include "lib/store/pg.h"

struct mc_revocations;

/* Knows of none yet. The caller owns it. */
struct mc_revocations *mc_revocations_new(void);

/* NULL is allowed. */
void mc_revocations_free(struct mc_revocations *revocations);

/* Reads them anew; on failure those known stay. By one thread at a time. */
MC_MUST_CHECK enum mc_rc mc_revocations_read(
    struct mc_ctx *ctx, struct mc_revocations *revocations, struct mc_pg_pool *pool);

/* Whether a session, by its UUID, has been ended. */
bool mc_revocations_has(struct mc_revocations *revocations, const char *session_id);

#endif
