/* Sockets that the program listens on. */
#ifndef MC_LISTEN_H
#define MC_LISTEN_H

#include <sys/types.h>

#include "lib/base/problem.h"

struct mc_listener {
	const char *address; /* the caller's */
	int socket;          /* -1 when not open */
	dev_t device;        /* of the file of a Unix socket, by which it is known again */
	ino_t inode;
};

/* Opens "unix:/path" (mode 0660, replacing a socket that nobody listens on) or "127.0.0.1:8081" (an
 * IPv4 address and a port). */
MC_MUST_CHECK enum mc_rc mc_listen(
    struct mc_ctx *ctx, const char *address, struct mc_listener *ret_listener);

/* Removes the file of a Unix socket, unless another process has put its own there: clients go
 * there. */
void mc_listen_hide(const struct mc_listener *listener);

/* Refuses clients from now on, those that wait to be accepted included. */
void mc_listen_refuse(const struct mc_listener *listener);

/* Closes the socket if it is open. */
void mc_listen_close(struct mc_listener *listener);

#endif
