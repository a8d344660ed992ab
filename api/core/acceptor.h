/* One thread that accepts a listener's connections and hands each on. Threads that accept for
 * themselves leave all that wait to the one that wakes first: of 32 connections one of four threads
 * of libmicrohttpd's was seen to hold 17 and another none, and the 17 waited for each other. */
#ifndef MC_ACCEPTOR_H
#define MC_ACCEPTOR_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "api/core/listen.h"

struct mc_acceptor {
	const struct mc_listener *listener;
	bool (*has_room)(void *context); /* while not, clients wait in the listener's queue */
	void (*take)(void *context, int client, const struct sockaddr *address, socklen_t length);
	void *context;
	pthread_t thread;
	bool running;
};

/* Starts the thread; the members before it are set. take owns the socket, which does not block. */
MC_MUST_CHECK enum mc_rc mc_acceptor_start(struct mc_ctx *ctx, struct mc_acceptor *acceptor);

/* Ends the thread if it runs; refuses clients for that. */
void mc_acceptor_stop(struct mc_acceptor *acceptor);

#endif
