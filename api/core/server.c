/* One default endpoint takes every request: routing is ours. What Ulfius and libmicrohttpd do badly
 * is kept away from here: bodies are limited one byte above what a lane accepts, because Ulfius
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
#include "gen/operations.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

enum {
	CONNECTION_MEMORY = 48 * 1024, /* request line, headers and buffers of one connection */
	SLOW_STACK = 1024 * 1024,
	FILE_BLOCK = 64 * 1024,
	QUEUE_MS = 20,   /* for clients already in the queue when the program is told to stop */
	SETTLE_MS = 200, /* without a request under way before the end */
	OPTION_MAX = 16,
};

enum listener { LISTENER_FAST, LISTENER_SLOW, LISTENER_ADMIN, LISTENER_COUNT };

struct lane {
	struct mc_server *server;
	struct _u_instance instance;
	struct mc_listener listener;
	struct mc_acceptor acceptor; /* of the fast lane */
	size_t max_body;
	long max_requests;    /* at once; 0: as many as there are threads */
	atomic_long requests; /* being handled */
	bool running;
};

struct mc_server {
	struct mc_app *app;
	struct mc_arena *arena; /* of the addresses */
	struct lane lanes[LISTENER_COUNT];
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
fill_response(struct lane *lane, const struct mc_response *answer, struct _u_response *response)
{
	response->status = (long)answer->status;
	if (answer->content_type != NULL)
		put_header(response, "Content-Type", answer->content_type);
	for (size_t i = 0; i < answer->header_count; i++)
		put_header(response, answer->headers[i].name, answer->headers[i].value);
	if (atomic_load_explicit(&lane->server->app->stopping, memory_order_relaxed))
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
	struct lane *lane = user_data;
	struct mc_arena *arena = thread_arena();
	long before = atomic_fetch_add(&lane->requests, 1);
	struct mc_incoming incoming = {
	    .method = request->http_verb,
	    .target = request->http_url,
	    .body = request->binary_body,
	    .body_length = request->binary_body_length,
	    .body_cut = request->binary_body_length > lane->max_body,
	    .overloaded = lane->max_requests > 0 && before >= lane->max_requests,
	    .header = find_header,
	    .headers = request->map_header,
	};
	struct mc_response answer;

	(void)atomic_fetch_add(&lane->server->app->under_way, 1);
	mc_dispatch(lane->server->app, arena, &incoming, &answer);
	(void)atomic_fetch_sub(&lane->requests, 1);
	fill_response(lane, &answer, response);
	mc_arena_reset(arena);
	return U_CALLBACK_COMPLETE;
}

static int
take_admin_request(const struct _u_request *request, struct _u_response *response, void *user_data)
{
	struct lane *lane = user_data;
	struct mc_arena *arena = thread_arena();
	struct mc_response answer = {.status = 404, .file = -1};

	(void)atomic_fetch_add(&lane->server->app->under_way, 1);
	if (strcmp(request->http_verb, "GET") == 0 && strcmp(request->http_url, "/metrics") == 0) {
		answer.status = 200;
		answer.content_type = "text/plain; version=0.0.4";
		answer.body = mc_metrics_page(arena, lane->server->app);
		answer.length = strlen(answer.body);
	}
	fill_response(lane, &answer, response);
	mc_arena_reset(arena);
	return U_CALLBACK_COMPLETE;
}

/* The last byte of an answer has left, or its connection is gone. Requests that never were complete
 * have not been counted. */
static void
end_request(void *cls, struct MHD_Connection *connection, void **con_cls,
    enum MHD_RequestTerminationCode code)
{
	struct lane *lane = cls;
	const struct connection_info_struct *info = *con_cls;
	bool counted =
	    info != NULL && info->request != NULL && info->request->callback_position > 0;

	mhd_request_completed(cls, connection, con_cls, code);
	if (counted)
		(void)atomic_fetch_sub(&lane->server->app->under_way, 1);
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
common_options(struct lane *lane, const struct mc_config *config)
{
	struct options options = {0};

	add_option(&options, MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)log_library, NULL);
	add_option(&options, MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end_request, lane);
	add_option(&options, MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)ulfius_uri_logger, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_TIMEOUT, config->idle_timeout, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL);
	add_option(&options, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
	return options;
}

static size_t
largest_body(enum mc_lane lane)
{
	size_t largest = 0;

	for (size_t i = 0; i < MC_OPERATION_COUNT; i++) {
		if (mc_operations[i].lane == lane && mc_operations[i].max_body > largest)
			largest = mc_operations[i].max_body;
	}
	return largest;
}

static enum mc_rc
run_lane(struct mc_ctx *ctx, struct lane *lane, unsigned flags, struct options *options,
    int (*callback)(const struct _u_request *, struct _u_response *, void *))
{
	/* The port is Ulfius' to check but the socket is ours: any will do. */
	if (ulfius_init_instance(&lane->instance, 8080, NULL, NULL) != U_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "Ulfius did not start");
	lane->instance.max_post_body_size = lane->max_body + 1;
	lane->instance.check_utf8 = 0;
	lane->instance.allowed_post_processor = U_POST_PROCESS_NONE;
	add_option(options, MHD_OPTION_END, 0, NULL);
	if (ulfius_set_default_endpoint(&lane->instance, callback, lane) != U_OK ||
	    ulfius_start_framework_with_mhd_options(&lane->instance, flags, options->items) !=
		U_OK) {
		ulfius_clean_instance(&lane->instance);
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "the server did not start on %s",
		    lane->listener.address);
	}
	lane->running = true;
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
	struct lane *lane = context;
	const union MHD_DaemonInfo *info =
	    MHD_get_daemon_info(lane->instance.mhd_daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

	return info == NULL ||
	       info->num_connections < (unsigned)lane->server->app->config->fast_connections;
}

/* The library begins its search for a thread at the number of the socket, and numbers are given out
 * one after the other. It closes what it does not take. */
static void
deal_out(void *context, int client, const struct sockaddr *address, socklen_t length)
{
	struct lane *lane = context;

	(void)MHD_add_connection(lane->instance.mhd_daemon, client, address, length);
}

static enum mc_rc
start_fast(struct mc_ctx *ctx, struct mc_server *server)
{
	struct lane *lane = &server->lanes[LISTENER_FAST];
	const struct mc_config *config = server->app->config;
	const char *address = address_of(server->arena, config->fast_listen, config->fast_socket);
	struct options options;

	TRY(mc_listen(ctx, address, &lane->listener));
	lane->max_body = largest_body(MC_LANE_FAST);
	options = common_options(lane, config);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT, config->fast_connections, NULL);
	if (server->app->fast_threads > 1)
		add_option(&options, MHD_OPTION_THREAD_POOL_SIZE,
		    (intptr_t)server->app->fast_threads, NULL);
	TRY(run_lane(ctx, lane,
	    MHD_USE_NO_LISTEN_SOCKET | MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
		MHD_USE_ERROR_LOG,
	    &options, take_request));
	lane->acceptor = (struct mc_acceptor){
	    .listener = &lane->listener, .has_room = has_room, .take = deal_out, .context = lane};
	return mc_acceptor_start(ctx, &lane->acceptor);
}

static enum mc_rc
start_slow(struct mc_ctx *ctx, struct mc_server *server)
{
	struct lane *lane = &server->lanes[LISTENER_SLOW];
	const struct mc_config *config = server->app->config;
	const char *address = address_of(server->arena, config->slow_listen, config->slow_socket);
	struct options options;

	TRY(mc_listen(ctx, address, &lane->listener));
	lane->max_body = largest_body(MC_LANE_SLOW);
	lane->max_requests = config->slow_requests;
	options = common_options(lane, config);
	add_option(&options, MHD_OPTION_LISTEN_SOCKET, lane->listener.socket, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT, config->slow_connections, NULL);
	add_option(&options, MHD_OPTION_THREAD_STACK_SIZE, SLOW_STACK, NULL);
	return run_lane(ctx, lane,
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC |
		MHD_USE_ERROR_LOG,
	    &options, take_request);
}

static enum mc_rc
start_admin(struct mc_ctx *ctx, struct mc_server *server)
{
	struct lane *lane = &server->lanes[LISTENER_ADMIN];
	const char *address = server->app->config->admin_listen;
	struct options options;

	if (*address == '\0')
		return MC_OK;
	TRY(mc_listen(ctx, address, &lane->listener));
	options = common_options(lane, server->app->config);
	add_option(&options, MHD_OPTION_LISTEN_SOCKET, lane->listener.socket, NULL);
	add_option(&options, MHD_OPTION_CONNECTION_LIMIT, 16, NULL);
	return run_lane(ctx, lane, MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG,
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
	for (size_t i = 0; i < LISTENER_ADMIN; i++)
		mc_listen_hide(&server->lanes[i].listener);
	mc_clock_sleep_ms(QUEUE_MS);
	for (size_t i = 0; i < LISTENER_ADMIN; i++) {
		mc_acceptor_stop(&server->lanes[i].acceptor);
		(void)MHD_quiesce_daemon(server->lanes[i].instance.mhd_daemon);
		mc_listen_refuse(&server->lanes[i].listener);
	}
}

static void
close_lanes(struct mc_server *server)
{
	for (size_t i = 0; i < LISTENER_COUNT; i++) {
		struct lane *lane = &server->lanes[i];

		mc_acceptor_stop(&lane->acceptor);
		if (lane->running) {
			/* The socket stays ours to close. */
			(void)MHD_quiesce_daemon(lane->instance.mhd_daemon);
			(void)ulfius_stop_framework(&lane->instance);
			ulfius_clean_instance(&lane->instance);
		}
		mc_listen_close(&lane->listener);
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
	for (size_t i = 0; i < LISTENER_COUNT; i++) {
		server->lanes[i].server = server;
		server->lanes[i].listener.socket = -1;
	}
	if (start_fast(ctx, server) != MC_OK || start_slow(ctx, server) != MC_OK ||
	    start_admin(ctx, server) != MC_OK) {
		close_lanes(server);
		return MC_FAILED;
	}
	*ret_server = server;
	return MC_OK;
}

bool
mc_server_stop(struct mc_server *server)
{
	bool drained;

	atomic_store(&server->app->stopping, true);
	stop_listening(server);
	drained = drain(server->app);
	close_lanes(server);
	return drained;
}
