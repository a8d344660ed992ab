/* Nonblocking, close-on-exec, with a deep queue: nginx opens connections in bursts. */
#include "api/core/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { QUEUE_LENGTH = 1024, SOCKET_MODE = 0660 };

static const char unix_prefix[] = "unix:";

static enum mc_rc
fail_here(struct mc_ctx *ctx, const char *address, const char *what)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "cannot listen on %s: %s: %s", address,
	    what, strerrordesc_np(errno));
}

static void
close_socket(const int *socket)
{
	if (*socket >= 0)
		(void)close(*socket);
}

/* Whether a process accepts connections there. */
static bool
is_served(const struct sockaddr_un *address)
{
	MC_CLEANUP(close_socket) int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return probe >= 0 &&
	       connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0;
}

static enum mc_rc
remove_stale(struct mc_ctx *ctx, const char *name, const struct sockaddr_un *address)
{
	struct stat status;

	if (lstat(address->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode))
		return MC_OK;
	if (is_served(address))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "another process listens on %s already", name);
	if (unlink(address->sun_path) != 0 && errno != ENOENT)
		return fail_here(ctx, name, "remove");
	return MC_OK;
}

static enum mc_rc
listen_unix(struct mc_ctx *ctx, struct mc_listener *listener)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *name = listener->address;
	const char *path = name + strlen(unix_prefix);
	struct stat status;

	if (*path == '\0' || strlen(path) >= sizeof(address.sun_path))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: the path of a Unix socket has 1 to %zu bytes", name,
		    sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path) + 1);
	TRY(remove_stale(ctx, name, &address));
	listener->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (listener->socket < 0)
		return fail_here(ctx, name, "socket");
	if (bind(listener->socket, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
	    chmod(path, SOCKET_MODE) != 0 || lstat(path, &status) != 0 ||
	    listen(listener->socket, QUEUE_LENGTH) != 0)
		return fail_here(ctx, name, "bind");
	listener->device = status.st_dev;
	listener->inode = status.st_ino;
	return MC_OK;
}

static enum mc_rc
parse_tcp(struct mc_ctx *ctx, const char *name, struct sockaddr_in *ret_address)
{
	const char *colon = strrchr(name, ':');
	struct sockaddr_in address = {.sin_family = AF_INET};
	unsigned long port = 0;
	char *end = NULL;

	if (colon != NULL)
		port = strtoul(colon + 1, &end, 10);
	if (colon == NULL || end == colon + 1 || *end != '\0' || port == 0 || port > 65535 ||
	    inet_pton(AF_INET, mc_strndup(ctx->arena, name, (size_t)(colon - name)),
		&address.sin_addr) != 1)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s is neither unix:/path nor an IPv4 address and a port", name);
	address.sin_port = htons((uint16_t)port);
	*ret_address = address;
	return MC_OK;
}

static enum mc_rc
listen_tcp(struct mc_ctx *ctx, struct mc_listener *listener)
{
	const char *name = listener->address;
	struct sockaddr_in address;
	int yes = 1;

	TRY(parse_tcp(ctx, name, &address));
	listener->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (listener->socket < 0)
		return fail_here(ctx, name, "socket");
	if (setsockopt(listener->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
	    bind(listener->socket, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(listener->socket, QUEUE_LENGTH) != 0)
		return fail_here(ctx, name, "bind");
	return MC_OK;
}

static bool
is_unix(const char *address)
{
	return strncmp(address, unix_prefix, strlen(unix_prefix)) == 0;
}

enum mc_rc
mc_listen(struct mc_ctx *ctx, const char *address, struct mc_listener *ret_listener)
{
	struct mc_listener listener = {.address = address, .socket = -1};
	enum mc_rc rc = is_unix(address) ? listen_unix(ctx, &listener) : listen_tcp(ctx, &listener);

	if (rc != MC_OK)
		mc_listen_close(&listener);
	else
		*ret_listener = listener;
	return rc;
}

void
mc_listen_hide(const struct mc_listener *listener)
{
	const char *path = listener->address + strlen(unix_prefix);
	struct stat status;

	if (is_unix(listener->address) && lstat(path, &status) == 0 &&
	    status.st_dev == listener->device && status.st_ino == listener->inode)
		(void)unlink(path);
}

void
mc_listen_refuse(const struct mc_listener *listener)
{
	(void)shutdown(listener->socket, SHUT_RDWR);
}

void
mc_listen_close(struct mc_listener *listener)
{
	close_socket(&listener->socket);
	listener->socket = -1;
}
