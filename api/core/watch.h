/* A thread that looks every second at what may change while the process serves: whether the
 * database answers and fits (api/core/readiness.h), which sessions were ended
 * (api/core/revocations.h), which keys sign (api/core/key_ring.h). */
#ifndef MC_WATCH_H
#define MC_WATCH_H

#include "api/core/app.h"

struct mc_watch;

/* Looks once, and goes on in a thread with one connection of its own to the database. Fails with
 * MC_PROBLEM_SCHEMA_UNFIT if the program does not run on the schema; a database that is away is
 * waited for. The app must outlive the watch. */
MC_MUST_CHECK enum mc_rc mc_watch_start(
    struct mc_ctx *ctx, struct mc_app *app, struct mc_watch **ret_watch);

/* Ends the thread. NULL is allowed. */
void mc_watch_stop(struct mc_watch *watch);

#endif
