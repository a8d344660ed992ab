/* HTTP: two lanes in one process. The fast lane is a small pool of epoll threads for what answers
 * in milliseconds; the slow lane gives each connection a thread, bounded, for what computes or
 * moves files. Each has a listener of its own, and every operation works on either; nginx routes by
 * the lane that the contract names. Ulfius and libmicrohttpd are known here alone. */
#ifndef MC_SERVER_H
#define MC_SERVER_H

#include "api/core/app.h"

struct mc_server;

/* Listens and serves from now on. */
MC_MUST_CHECK enum mc_rc mc_server_start(
    struct mc_ctx *ctx, struct mc_app *app, struct mc_server **ret_server);

/* Takes no new connections, lets requests under way finish for at most the configured time, then
 * closes everything. Returns whether all of them finished. */
bool mc_server_stop(struct mc_server *server);

#endif
