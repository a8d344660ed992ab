/* One default endpoint takes every request: routing is ours. What Ulfius and libmicrohttpd do badly
 * is kept away from here: bodies are limited one byte above what a listener accepts, because Ulfius
 * cuts them silently and cutting must show; queries are read from the raw target; form bodies are
 * not parsed at all. */
#include "api/core/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ulfius.h>
#include <unistd.h>

#include "api/core/acceptor.h"
#include "api/core/dispatch.h"
#include "api/core/listen.h"
#include "api/core/scrape.h"
#include "api/core/status.h"
#include "gen/operations.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/watch/targets.h"
#include "lib/wire/fetch.h"

enum {
	CONNECTION_MEMORY = 40 * 1024, /* request line, headers and buffers of one connection */
	WORK_STACK = 1024 * 1024,
	SPARE_CONNECTIONS = 256, /* idle between requests, being refused, or unclassed */
	FILE_BLOCK = 64 * 1024,
	QUEUE_MS = 20,   /* for clients already in the queue when the program is told to stop */
	SETTLE_MS = 200, /* without a request under way before the end */
	OPTION_MAX = 16,
};

enum port_id { PORT_LOOKUP, PORT_WORK, PORT_ADMIN, PORT_COUNT };

/* A listener and the daemon that serves its connections. */
struct port {
	struct mc_server *server;
	struct _u_instance instance;
	struct mc_listener listener;
	struct mc_acceptor acceptor; /* of the port for look-ups */
	size_t max_body;
	bool running;
};

struct mc_server {
	struct mc_app *app;
	struct mc_arena *arena; /* of the addresses */
	struct port ports[PORT_COUNT];
};

/* One arena a thread, kept from request to request. */
static pthread_key_t arena_key;

static void
free_arena(void *arena)
{
	mc_arena_free(arena);
}

static struct mc_arena *
thread_arena(void)
{
	struct mc_arena *arena = pthread_getspecific(arena_key);

	if (arena == NULL) {
		arena = mc_arena_new();
		if (pthread_setspecific(arena_key, arena) != 0)
			abort();
	}
	return arena;
}

static const char *
find_header(const void *headers, const char *name)
{
	return u_map_get_case(headers, name);
}

static ssize_t
read_file(void *cls, uint64_t offset, char *out, size_t max)
{
	const int *file = cls;
	ssize_t got;

	do
		got = pread(*file, out, max, (off_t)offset);
	while (got == -1 && errno == EINTR);
	if (got == 0)
		return U_STREAM_END;
	return got > 0 ? got : U_STREAM_ERROR;
}

static void
close_file(void *cls)
{
	int *file = cls;

	(void)close(*file);
	free(file);
}

/* Hands an open file to the library, which reads and closes it. */
static bool
stream_file(const struct mc_response *answer, struct _u_response *response)
{
	int *file = malloc(sizeof(*file));

	if (file == NULL)
		return false;
	*file = answer->file;
	if (ulfius_set_stream_response(response, answer->status, read_file, close_file,
		answer->length, FILE_BLOCK, file) == U_OK)
		return true;
	free(file);
	return false;
}

static void
put_header(struct _u_response *response, const char *name, const char *value)
{
	(void)u_map_put(response->map_header, name, value);
}

static void
fill_response(struct port *port, const struct mc_response *answer, struct _u_response *response)
{
	response->status = (long)answer->status;
	if (answer->content_type != NULL)
		put_header(response, "Content-Type", answer->content_type);
	for (size_t i = 0; i < answer->header_count; i++)
		put_header(response, answer->headers[i].name, answer->headers[i].value);
	if (atomic_load_explicit(&port->server->app->stopping, memory_order_relaxed))
		put_header(response, "Connection", "close");
	if (answer->file >= 0) {
		if (!stream_file(answer, response)) {
			(void)close(answer->file);
			response->status = 500;
		}
		return;
	}
	if (answer->length == 0)
		return;
	response->binary_body = o_malloc(answer->length);
	if (response->binary_body == NULL)
		abort();
	memcpy(response->binary_body, answer->body, answer->length);
	response->binary_body_length = answer->length;
}

static int
take_request(const struct _u_request *request, struct _u_response *response, void *user_data)
{
	struct port *port = user_data;
	struct mc_arena *arena = thread_arena();
	struct mc_incoming incoming = {
	    .method = request->http_verb,
	    .target = request->http_url,
	    .body = request->binary_body,
	    .body_length = request->binary_body_length,
	    .body_cut = request->binary_body_length > port->max_body,
	    .header = find_header,
	    .headers = request->map_header,
	};
	struct mc_response answer;

	(void)atomic_fetch_add(&port->server->app->under_way, 1);
	mc_dispatch(port->server->app, arena, &incoming, &answer);
	fill_response(port, &answer, response);
	mc_arena_reset(arena);
	return U_CALLBACK_COMPLETE;
}

static bool
is_watch(const struct _u_request *request)
{
	const char *agent = u_map_get_case(request->map_header, "User-Agent");

	return agent != NULL && strcmp(agent, mc_watch_agent) == 0;
}

static int
take_admin_request(const struct _u_request *request, struct _u_response *response, void *user_data)
{
	struct port *port = user_data;
	struct mc_arena *arena = thread_arena();
	struct mc_response answer = {.status = 404, .file = -1};

	(void)atomic_fetch_add(&port->server->app->under_way, 1);
	if (strcmp(request->http_verb, "GET") == 0 && strcmp(request->http_url, "/metrics") == 0) {
		answer.status = 200;
		answer.content_type = "text/plain; version=0.0.4";
		answer.body = mc_scrape_page(arena, port->server->app);
		answer.length = strlen(answer.body);
		if (is_watch(request))
			mc_status_was_watched(port->server->app->status);
	}
	fill_response(port, &answer, response);
	mc_arena_reset(arena);
	return U_CALLBACK_COMPLETE;
}

/* The last byte of an answer has left, or its connection is gone. Requests that never were complete
 * have not been counted. */
static void
end_request(void *cls, struct MHD_Connection *connection, void **con_cls,
    enum MHD_RequestTerminationCode code)
{
	struct port *port = cls;
	const struct connection_info_struct *info = *con_cls;
	bool counted =
	    info != NULL && info->request != NULL && info->request->callback_position > 0;

	mhd_request_completed(cls, connection, con_cls, code);
	if (counted)
		(void)atomic_fetch_sub(&port->server->app->under_way, 1);
}

static void __attribute__((format(printf, 2, 0)))
log_library(void *cls, const char *format, va_list args)
{
	char message[512];

	(void)cls;
	if (!mc_log_wanted(MC_LOG_DEBUG) || vsnprintf(message, sizeof(message), format, args) < 0)
		return;
	mc_log(MC_LOG_DEBUG, "http", "%s", message);
}

/* Options that grow one by one. */
struct options {
	size_t count;
	struct MHD_OptionItem items[OPTION_MAX];
};

static void
add_option(struct options *options, enum MHD_OPTION option, intptr_t value, void *pointer)
{
	options->items[options->count++] =
	    (struct MHD_OptionItem){.option = option, .value = value, .ptr_value = pointer};
}

static struct options
common_options(struct port *port, const struct mc_config *config)
{
	struct options options = {0};

	add_option(&options, MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)log_library, NULL);
	add_option(&options, MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end_request, port);
	add_option(&options, MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)ulfius_uri_logger, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_TIMEOUT, config->idle_timeout, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL);
	add_option(&options, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
	return options;
}

static size_t
largest_body(bool of_key)
{
	size_t largest = 0;

	for (size_t i = 0; i < MC_OPERATION_COUNT; i++) {
		if ((mc_operations[i].class == MC_CLASS_KEY) == of_key &&
		    mc_operations[i].max_body > largest)
			largest = mc_operations[i].max_body;
	}
	return largest;
}

static enum mc_rc
run_port(struct mc_ctx *ctx, struct port *port, unsigned flags, struct options *options,
    int (*callback)(const struct _u_request *, struct _u_response *, void *))
{
	/* The port is Ulfius' to check but the socket is ours: any will do. */
	if (ulfius_init_instance(&port->instance, 8080, NULL, NULL) != U_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "Ulfius did not start");
	port->instance.max_post_body_size = port->max_body + 1;
	port->instance.check_utf8 = 0;
	port->instance.allowed_post_processor = U_POST_PROCESS_NONE;
	add_option(options, MHD_OPTION_END, 0, NULL);
	if (ulfius_set_default_endpoint(&port->instance, callback, port) != U_OK ||
	    ulfius_start_framework_with_mhd_options(&port->instance, flags, options->items) !=
		U_OK) {
		ulfius_clean_instance(&port->instance);
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "the server did not start on %s",
		    port->listener.address);
	}
	port->running = true;
	return MC_OK;
}

static const char *
address_of(struct mc_arena *arena, const char *listen, const char *socket)
{
	return *listen != '\0' ? listen : mc_sprintf(arena, "unix:%s", socket);
}

static bool
has_room(void *context)
{
	struct port *port = context;
	const union MHD_DaemonInfo *info =
	    MHD_get_daemon_info(port->instance.mhd_daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

	return info == NULL ||
	       info->num_connections < (unsigned)port->server->app->config->lookup_connections;
}

/* The library begins its search for a thread at the number of the socket, and numbers are given out
 * one after the other. It closes what it does not take. */
static void
deal_out(void *context, int client, const struct sockaddr *address, socklen_t length)
{
	struct port *port = context;

	(void)MHD_add_connection(port->instance.mhd_daemon, client, address, length);
}

/* Few threads, each with many connections: a key look-up takes less than handing it over would. */
static enum mc_rc
start_lookup(struct mc_ctx *ctx, struct mc_server *server)
{
	struct port *port = &server->ports[PORT_LOOKUP];
	const struct mc_config *config = server->app->config;
	const char *address =
	    address_of(server->arena, config->lookup_listen, config->lookup_socket);
	size_t threads = server->app->slots[MC_CLASS_KEY];
	struct options options;

	TRY(mc_listen(ctx, address, &port->listener));
	port->max_body = largest_body(true);
	options = common_options(port, config);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT, config->lookup_connections, NULL);
	if (threads > 1)
		add_option(&options, MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL);
	TRY(run_port(ctx, port,
	    MHD_USE_NO_LISTEN_SOCKET | MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
		MHD_USE_ERROR_LOG,
	    &options, take_request));
	port->acceptor = (struct mc_acceptor){
	    .listener = &port->listener, .has_room = has_room, .take = deal_out, .context = port};
	return mc_acceptor_start(ctx, &port->acceptor);
}

/* Room for every class with its slots and its queue full, and then some: a class that is blocked
 * never takes the connections of another. */
static size_t
count_work_connections(const struct mc_app *app)
{
	size_t count = SPARE_CONNECTIONS;

	for (size_t i = 0; i < MC_CLASS_COUNT; i++)
		count += app->slots[i] + mc_classes[i].queue;
	return count;
}

/* A thread for each connection: whoever waits keeps nobody else. */
static enum mc_rc
start_work(struct mc_ctx *ctx, struct mc_server *server)
{
	struct port *port = &server->ports[PORT_WORK];
	const struct mc_config *config = server->app->config;
	const char *address = address_of(server->arena, config->work_listen, config->work_socket);
	struct options options;

	TRY(mc_listen(ctx, address, &port->listener));
	port->max_body = largest_body(false);
	options = common_options(port, config);
	add_option(&options, MHD_OPTION_LISTEN_SOCKET, port->listener.socket, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT,
	    (intptr_t)count_work_connections(server->app), NULL);
	add_option(&options, MHD_OPTION_THREAD_STACK_SIZE, WORK_STACK, NULL);
	return run_port(ctx, port,
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC |
		MHD_USE_ERROR_LOG,
	    &options, take_request);
}

static enum mc_rc
start_admin(struct mc_ctx *ctx, struct mc_server *server)
{
	struct port *port = &server->ports[PORT_ADMIN];
	const char *address = server->app->config->admin_listen;
	struct options options;

	if (*address == '\0')
		return MC_OK;
	TRY(mc_listen(ctx, address, &port->listener));
	options = common_options(port, server->app->config);
	add_option(&options, MHD_OPTION_LISTEN_SOCKET, port->listener.socket, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT, 16, NULL);
	return run_port(ctx, port, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG,
	    &options, take_admin_request);
}

/* Waits until no request has been under way for a moment, so that those on their way over a
 * connection that is still open are answered too. */
static bool
drain(struct mc_app *app)
{
	uint64_t deadline =
	    mc_clock_monotonic_us() + (uint64_t)app->config->drain_timeout * 1000000;
	unsigned quiet_ms = 0;

	while (quiet_ms < SETTLE_MS) {
		if (mc_clock_monotonic_us() >= deadline)
			return atomic_load(&app->under_way) <= 0;
		mc_clock_sleep_ms(10);
		quiet_ms = atomic_load(&app->under_way) > 0 ? 0 : quiet_ms + 10;
	}
	return true;
}

/* Clients find nobody any more; those already in the queue are taken in for a moment yet. */
static void
stop_listening(struct mc_server *server)
{
	for (size_t i = 0; i < PORT_ADMIN; i++)
		mc_listen_hide(&server->ports[i].listener);
	mc_clock_sleep_ms(QUEUE_MS);
	for (size_t i = 0; i < PORT_ADMIN; i++) {
		mc_acceptor_stop(&server->ports[i].acceptor);
		(void)MHD_quiesce_daemon(server->ports[i].instance.mhd_daemon);
		mc_listen_refuse(&server->ports[i].listener);
	}
}

static void
close_ports(struct mc_server *server)
{
	for (size_t i = 0; i < PORT_COUNT; i++) {
		struct port *port = &server->ports[i];

		mc_acceptor_stop(&port->acceptor);
		if (port->running) {
			/* The socket stays ours to close. */
			(void)MHD_quiesce_daemon(port->instance.mhd_daemon);
			(void)ulfius_stop_framework(&port->instance);
			ulfius_clean_instance(&port->instance);
		}
		mc_listen_close(&port->listener);
	}
	mc_arena_free(pthread_getspecific(arena_key));
	(void)pthread_key_delete(arena_key);
	mc_arena_free(server->arena);
}

enum mc_rc
mc_server_start(struct mc_ctx *ctx, struct mc_app *app, struct mc_server **ret_server)
{
	struct mc_arena *arena = mc_arena_new();
	struct mc_server *server = mc_alloc(arena, sizeof(*server));

	if (pthread_key_create(&arena_key, free_arena) != 0)
		abort();
	server->app = app;
	server->arena = arena;
	for (size_t i = 0; i < PORT_COUNT; i++) {
		server->ports[i].server = server;
		server->ports[i].listener.socket = -1;
	}
	if (start_lookup(ctx, server) != MC_OK || start_work(ctx, server) != MC_OK ||
	    start_admin(ctx, server) != MC_OK) {
		close_ports(server);
		return MC_FAILED;
	}
	*ret_server = server;
	return MC_OK;
}

bool
mc_server_answers(const struct mc_server *server)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const char *text;

	for (size_t i = 0; i < PORT_ADMIN; i++) {
		if (mc_fetch(&ctx, server->ports[i].listener.address, "/healthz", "motcua-serve",
			FILE_BLOCK, &text) != MC_OK)
			return false;
	}
	return true;
}

bool
mc_server_stop(struct mc_server *server)
{
	bool drained;

	atomic_store(&server->app->stopping, true);
	stop_listening(server);
	drained = drain(server->app);
	close_ports(server);
	return drained;
}
