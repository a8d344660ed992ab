/* HTTP: two listeners in one process. That of the class key has a small pool of epoll threads, for
 * what answers in a millisecond; the other gives each connection a thread, and the gates of the
 * classes say how many are at work (api/core/classes.def). Every operation works on either; nginx
 * chooses by the contract's x-class. Ulfius and libmicrohttpd are known here alone. */
#ifndef MC_SERVER_H
#define MC_SERVER_H

#include "api/core/app.h"

struct mc_server;

/* Listens and serves from now on. */
MC_MUST_CHECK enum mc_rc mc_server_start(
    struct mc_ctx *ctx, struct mc_app *app, struct mc_server **ret_server);

/* Whether both listeners answer as whoever asks from outside would be: waits for each as long as
 * mc_fetch does. */
bool mc_server_answers(const struct mc_server *server);

/* Takes no new connections, lets requests under way finish for at most the configured time, then
 * closes everything. Returns whether all of them finished. */
bool mc_server_stop(struct mc_server *server);

#endif
