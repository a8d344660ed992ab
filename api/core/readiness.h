/* Whether this process can serve: the database answers and can be written to, and its schema is one
 * that the program runs on. Asked by one thread, told to any. */
#ifndef MC_READINESS_H
#define MC_READINESS_H

#include "lib/store/pg.h"

struct mc_readiness;

/* Not ready before the first look. The text must outlive it; the caller owns it. */
struct mc_readiness *mc_readiness_new(const char *conninfo);

/* NULL is allowed. */
void mc_readiness_free(struct mc_readiness *readiness);

/* Looks; fails with the problem that mc_readiness_problem tells from now on. What cannot be seen
 * because somebody has locked a table is taken to be as it was. */
MC_MUST_CHECK enum mc_rc mc_readiness_look(
    struct mc_ctx *ctx, struct mc_readiness *readiness, struct mc_pg_pool *pool);

/* Why the process is not ready, MC_PROBLEM_NONE if it is. */
enum mc_problem_id mc_readiness_problem(const struct mc_readiness *readiness);

#endif
