/* Woken by the listener alone: a refused one hangs up, which ends the thread. */
#include "api/core/acceptor.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"

enum { PAUSE_MS = 5 }; /* while no connection can be taken */

static void
take_one(const struct mc_acceptor *acceptor)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	int client = accept4(acceptor->listener->socket, (struct sockaddr *)&address, &length,
	    SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client >= 0) {
		acceptor->take(acceptor->context, client, (struct sockaddr *)&address, length);
	} else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
		mc_log(MC_LOG_WARNING, "accept", "%s", strerrordesc_np(errno));
		mc_clock_sleep_ms(PAUSE_MS);
	}
}

static void *
accept_until_refused(void *argument)
{
	const struct mc_acceptor *acceptor = argument;
	struct pollfd listener = {.fd = acceptor->listener->socket, .events = POLLIN};

	while (poll(&listener, 1, -1) >= 0 || errno == EINTR) {
		if ((listener.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
			break;
		if (acceptor->has_room(acceptor->context))
			take_one(acceptor);
		else
			mc_clock_sleep_ms(PAUSE_MS);
	}
	return NULL;
}

enum mc_rc
mc_acceptor_start(struct mc_ctx *ctx, struct mc_acceptor *acceptor)
{
	if (pthread_create(&acceptor->thread, NULL, accept_until_refused, acceptor) != 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no thread to accept");
	acceptor->running = true;
	return MC_OK;
}

void
mc_acceptor_stop(struct mc_acceptor *acceptor)
{
	if (!acceptor->running)
		return;
	mc_listen_refuse(acceptor->listener);
	(void)pthread_join(acceptor->thread, NULL);
	acceptor->running = false;
}
