/* Two sockets, each with its own type of statement: who may ask at one gets nothing of the other's.
 * One thread: a signature takes a few hundredths of a millisecond, so that nobody waits for long.
 * Whoever asks badly or does not take his answer loses his connection. */
#include "api/commands/sign.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/commands/command.h"
#include "api/core/key_ring.h"
#include "api/core/listen.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/supervisor.h"
#include "lib/dossier/custody_head.h"
#include "lib/dossier/receipt.h"
#include "lib/trust/published.h"
#include "lib/trust/signature.h"
#include "lib/trust/signer.h"

enum {
	DOORS = 2,
	CLIENTS_MAX = 1024,
	EVENTS_MAX = 64,
	LOOK_MS = 250, /* at the signals, and once a second at the keys */
	LOOK_US = 1000000,
	ROOM_FIRST = 8 * 1024,
	ROOM_MAX = MC_SIGNER_LENGTH_SIZE + MC_JWS_ENCODED_MAX,
};

/* Where is asked, and the one type of statement that is sealed there. */
struct door {
	struct mc_listener listener;
	const char *type;
};

/* Who asks, and what of his question is there. */
struct client {
	bool connected;
	const char *type; /* of the door he came by */
	int socket;
	size_t length, room;
	char *bytes;
};

struct signing {
	const struct mc_config *config;
	struct mc_arena *arena; /* of one question */
	struct mc_key_ring *ring;
	struct door doors[DOORS];
	int epoll;
	struct client *clients; /* CLIENTS_MAX of them */
	uint64_t looked_us;
	bool told; /* of keys that cannot be read */
};

static void
drop(struct client *client)
{
	(void)close(client->socket);
	free(client->bytes);
	*client = (struct client){.connected = false};
}

static void
take_one(struct signing *signing, const struct door *door)
{
	int fd = accept4(door->listener.socket, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *client = signing->clients;
	struct epoll_event event = {.events = EPOLLIN};

	if (fd < 0)
		return;
	while (client < signing->clients + CLIENTS_MAX && client->connected)
		client++;
	event.data.ptr = client;
	if (client == signing->clients + CLIENTS_MAX ||
	    epoll_ctl(signing->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		(void)close(fd);
	else
		*client = (struct client){.connected = true, .type = door->type, .socket = fd};
}

/* An answer fits into the socket's buffer, since whoever asks has taken the one before. */
static bool
answer(const struct client *client, const char *text, size_t length)
{
	char bytes[MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX];
	uint32_t size = htonl((uint32_t)length);
	size_t whole = sizeof(size) + length;

	if (whole > sizeof(bytes))
		return false;
	memcpy(bytes, &size, sizeof(size));
	memcpy(bytes + sizeof(size), text, length);
	return send(client->socket, bytes, whole, MSG_NOSIGNAL) == (ssize_t)whole;
}

static bool
seal(struct signing *signing, const struct client *client)
{
	struct mc_ctx ctx = {.arena = signing->arena};
	const char *encoded = client->bytes + MC_SIGNER_LENGTH_SIZE;
	size_t length = client->length - MC_SIGNER_LENGTH_SIZE;
	char *text = NULL;
	bool answered;

	if (length == 0)
		return answer(client, "", 0);
	if (mc_jws_seal(&ctx, mc_key_ring_keys(signing->ring), mc_clock_now(), client->type,
		encoded, length, &text) != MC_OK)
		mc_log(MC_LOG_ERROR, "not-signed", "%s", ctx.problem.internal);
	answered = answer(client, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
	mc_arena_reset(signing->arena);
	return answered;
}

/* The length of the whole question; 0 until that can be told. */
static size_t
question_length(const struct client *client)
{
	uint32_t size;

	if (client->length < sizeof(size))
		return 0;
	memcpy(&size, client->bytes, sizeof(size));
	return sizeof(size) + (size_t)ntohl(size);
}

/* Room for what is known to come, and a byte that ends it. */
static void
make_room(struct client *client)
{
	size_t whole = question_length(client);
	size_t room = whole > ROOM_FIRST ? whole : ROOM_FIRST;

	if (client->room >= room)
		return;
	client->bytes = realloc(client->bytes, room + 1);
	if (client->bytes == NULL)
		abort();
	client->room = room;
}

/* False when the connection is of no more use. */
static bool
listen_to(struct signing *signing, struct client *client)
{
	size_t whole;
	ssize_t count;

	make_room(client);
	count =
	    recv(client->socket, client->bytes + client->length, client->room - client->length, 0);
	if (count < 0)
		return errno == EAGAIN || errno == EINTR;
	if (count == 0)
		return false;
	client->length += (size_t)count;
	whole = question_length(client);
	if (whole > ROOM_MAX)
		return false;
	if (whole == 0 || client->length < whole)
		return true;
	client->bytes[client->length] = '\0';
	if (client->length > whole || !seal(signing, client))
		return false;
	client->length = 0;
	return true;
}

static enum mc_rc
follow_keys(struct mc_ctx *ctx, struct signing *signing)
{
	TRY(mc_key_ring_refresh(ctx, signing->ring));
	return mc_published_write(
	    ctx, mc_key_ring_keys(signing->ring), signing->config->published_dir);
}

/* What fails is told once, until it has gone well again. */
static void
look(struct signing *signing)
{
	struct mc_ctx ctx = {.arena = signing->arena};
	uint64_t now = mc_clock_monotonic_us();
	enum mc_rc rc;

	if (now - signing->looked_us < LOOK_US)
		return;
	signing->looked_us = now;
	rc = follow_keys(&ctx, signing);
	if (rc != MC_OK && !signing->told)
		mc_log(MC_LOG_WARNING, "keys", "%s",
		    ctx.problem.internal != NULL ? ctx.problem.internal : "-");
	signing->told = rc != MC_OK;
	mc_arena_reset(signing->arena);
}

/* The door that something has happened at; NULL: it is a client. */
static const struct door *
door_of(const struct signing *signing, const void *whom)
{
	for (size_t i = 0; i < DOORS; i++) {
		if (whom == &signing->doors[i])
			return &signing->doors[i];
	}
	return NULL;
}

static void
serve_some(struct signing *signing)
{
	struct epoll_event events[EVENTS_MAX];
	int count = epoll_wait(signing->epoll, events, EVENTS_MAX, LOOK_MS);

	for (int i = 0; i < count; i++) {
		const struct door *door = door_of(signing, events[i].data.ptr);

		if (door != NULL)
			take_one(signing, door);
		else if (!listen_to(signing, events[i].data.ptr))
			drop(events[i].data.ptr);
	}
}

static enum mc_rc
open_door(
    struct mc_ctx *ctx, struct signing *signing, size_t at, const char *path, const char *type)
{
	struct door *door = &signing->doors[at];
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = door};

	door->type = type;
	TRY(mc_listen(ctx, mc_sprintf(ctx->arena, "unix:%s", path), &door->listener));
	if (epoll_ctl(signing->epoll, EPOLL_CTL_ADD, door->listener.socket, &event) != 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "epoll");
	return MC_OK;
}

static enum mc_rc
begin(struct mc_ctx *ctx, struct signing *signing)
{

	/* What has the same user reads neither memory nor a core dump. */
	if (prctl(PR_SET_DUMPABLE, 0) != 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "prctl");
	TRY(mc_key_ring_open(ctx, signing->config->receipt_key_dir, mc_keys_load, &signing->ring));
	TRY(follow_keys(ctx, signing));
	signing->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (signing->epoll < 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "epoll");
	TRY(open_door(ctx, signing, 0, signing->config->sign_socket, MC_RECEIPT_TYPE));
	/* nobody who files waits for heads */
	if (open_door(ctx, signing, 1, signing->config->head_socket, MC_CUSTODY_HEAD_TYPE) != MC_OK)
		mc_log(MC_LOG_ERROR, "heads-not-signed", "%s", ctx->problem.internal);
	mc_problem_clear(ctx);
	return MC_OK;
}

static void
end(struct signing *signing)
{
	for (size_t i = 0; i < CLIENTS_MAX; i++) {
		if (signing->clients[i].connected)
			drop(&signing->clients[i]);
	}
	free(signing->clients);
	for (size_t i = 0; i < DOORS; i++)
		mc_listen_close(&signing->doors[i].listener);
	if (signing->epoll >= 0)
		(void)close(signing->epoll);
	mc_key_ring_free(signing->ring);
	(void)prctl(PR_SET_DUMPABLE, 1); /* no key is left; tools that look for leaks must read */
	mc_arena_free(signing->arena);
}

int
mc_cmd_sign(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	struct signing signing = {.config = &config,
	    .doors = {{.listener.socket = -1}, {.listener.socket = -1}},
	    .epoll = -1};
	struct mc_supervisor supervisor = mc_supervisor_find();

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin_staying(&ctx, &config) != MC_OK)
		return mc_command_failed("sign", &ctx);
	signing.arena = mc_arena_new();
	signing.clients = calloc(CLIENTS_MAX, sizeof(*signing.clients));
	if (signing.clients == NULL)
		abort();
	if (begin(&ctx, &signing) != MC_OK) {
		end(&signing);
		return mc_command_failed("sign", &ctx);
	}
	mc_log(MC_LOG_INFO, "started", "signer");
	while (!mc_command_told_to_stop(0)) {
		mc_supervisor_alive(&supervisor, true);
		serve_some(&signing);
		look(&signing);
	}
	mc_supervisor_stopping();
	/* whoever has no answer yet asks the next one */
	for (size_t i = 0; i < DOORS; i++) {
		if (signing.doors[i].listener.socket >= 0)
			mc_listen_hide(&signing.doors[i].listener);
	}
	end(&signing);
	mc_log(MC_LOG_INFO, "stopped", "signer");
	mc_log_close();
	return MC_EXIT_DONE;
}
