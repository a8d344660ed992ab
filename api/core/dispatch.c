/* Route, limits, token, parameters, body, handler; then the answer's headers, the log line, the
 * count. Whatever fails on the way records its problem and comes back here. */
#include "api/core/dispatch.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/core/aside.h"
#include "api/core/auth.h"
#include "api/core/breaker.h"
#include "api/core/language.h"
#include "api/core/params.h"
#include "api/core/rates.h"
#include "api/core/problem_reply.h"
#include "api/core/reading.h"
#include "api/core/replay.h"
#include "api/core/reply.h"
#include "api/core/request_key.h"
#include "api/core/router.h"
#include "api/core/trace.h"
#include "gen/operations.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/id.h"
#include "lib/json/json.h"
#include "lib/base/log.h"
#include "lib/wire/network.h"
#include "lib/wire/url.h"

/* A request and what belongs to it while it is handled. */
struct passage {
	struct mc_request rq;
	const struct mc_incoming *incoming;
	struct mc_path path;
	struct mc_query query;
	struct mc_route route;
	struct mc_trace trace;
	enum mc_class_id class;
	struct mc_gate *gate; /* of the class, once the request is inside */
	enum mc_rc rc;        /* of the handler */
	bool replayed;
};

/* Whether the header's media type is the one wanted, whatever its parameters. */
static bool
is_media_type(const char *header, const char *wanted)
{
	size_t length = strlen(wanted);

	if (header == NULL || strncasecmp(header, wanted, length) != 0)
		return false;
	header += length;
	header += strspn(header, " \t");
	return *header == '\0' || *header == ';';
}

static enum mc_rc
check_limits(struct passage *passage)
{
	const struct mc_incoming *incoming = passage->incoming;
	const struct mc_operation *operation = passage->rq.operation;
	const char *encoding = mc_incoming_header(incoming, "Content-Encoding");
	const char *length = mc_incoming_header(incoming, "Content-Length");
	struct mc_ctx *ctx = &passage->rq.ctx;

	if (incoming->body_cut || incoming->body_length > operation->max_body)
		return mc_fail(ctx, MC_PROBLEM_BODY_TOO_LARGE, NULL);
	/* A length said and not kept, said twice, or said beside another framing: what the body is
	 * depends on who reads it. */
	if (length != NULL && mc_incoming_header(incoming, "Transfer-Encoding") != NULL)
		return mc_fail(ctx, MC_PROBLEM_BAD_REQUEST, NULL);
	if (length != NULL &&
	    strcmp(length, mc_sprintf(ctx->arena, "%zu", incoming->body_length)) != 0)
		return mc_fail(ctx, MC_PROBLEM_BAD_REQUEST, NULL);
	if (encoding != NULL && strcasecmp(encoding, "identity") != 0)
		return mc_fail(ctx, MC_PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL);
	if (incoming->body_length > 0 &&
	    !is_media_type(mc_incoming_header(incoming, "Content-Type"), operation->media_type))
		return mc_fail(ctx, MC_PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL);
	return MC_OK;
}

static enum mc_rc
find_operation(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	const char *target = passage->incoming->target;

	TRY(mc_url_parse(&rq->ctx, target, strlen(target), &passage->path, &passage->query));
	TRY(mc_route_find(&rq->ctx, passage->incoming->method, &passage->path, &passage->route));
	rq->operation = passage->route.operation;
	return MC_OK;
}

static enum mc_rc
read_params(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	const struct mc_operation *operation = rq->operation;
	struct mc_param_source source = {.contract = rq->app->contract,
	    .route = &passage->route,
	    .query = &passage->query,
	    .incoming = passage->incoming};

	return mc_params_read(&rq->ctx, operation, &source, &rq->params);
}

static void
read_key(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	const char *key;

	if (rq->operation->idempotency == MC_IDEMPOTENCY_NONE || mc_request_is_dry_run(rq))
		return; /* what has no effect needs no key: none is looked at */
	key = mc_params_get(rq->operation, rq->params, "Idempotency-Key");
	if (key != NULL)
		rq->idempotency = mc_request_key(rq, key, passage->incoming->target);
}

static enum mc_rc
read_body(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;

	if (rq->operation->body == MC_BODY_NONE)
		return MC_OK;
	/* The length of raw bytes is for the handler to judge: an upload may say it at length 0. */
	if (rq->operation->body == MC_BODY_BYTES)
		return MC_OK;
	if (rq->raw_length == 0 && !rq->operation->body_required)
		return MC_OK;
	TRY(mc_json_parse(&rq->ctx, rq->raw_length > 0 ? rq->raw : "", rq->raw_length, &rq->body));
	return mc_contract_check_body(&rq->ctx, rq->app->contract, rq->operation, rq->body);
}

/* A list asked with words is a search. */
static enum mc_class_id
class_of(const struct mc_request *rq)
{
	const char *words;

	if (rq->operation->class != MC_CLASS_LIST)
		return rq->operation->class;
	words = mc_params_get(rq->operation, rq->params, "q");
	return words != NULL && *words != '\0' ? MC_CLASS_SEARCH : MC_CLASS_LIST;
}

/* Whether a list of entity tags holds this one, comparing weakly as If-None-Match does. */
static bool
holds_tag(const char *list, const char *tag)
{
	size_t length = strlen(tag);

	if (strcmp(list, "*") == 0)
		return true;
	for (const char *at = strstr(list, tag); at != NULL; at = strstr(at + 1, tag)) {
		char before = at == list ? ',' : at[-1];
		char after = at[length];

		if ((before == ',' || before == ' ' || before == '/') &&
		    (after == ',' || after == ' ' || after == '\0'))
			return true;
	}
	return false;
}

static const char *
response_header(const struct mc_response *response, const char *name)
{
	for (size_t i = 0; i < response->header_count; i++) {
		if (strcasecmp(response->headers[i].name, name) == 0)
			return response->headers[i].value;
	}
	return NULL;
}

/* Whether the caller has already what a GET is about to answer. */
static bool
is_unchanged(const struct passage *passage)
{
	const struct mc_request *rq = &passage->rq;
	const char *wanted = mc_incoming_header(passage->incoming, "If-None-Match");
	const char *tag = response_header(&rq->response, "ETag");

	return rq->operation != NULL && rq->operation->method == MC_METHOD_GET &&
	       rq->response.status == 200 && wanted != NULL && tag != NULL &&
	       rq->response.file < 0 && holds_tag(wanted, tag);
}

/* A list of other people's matters: its row of the ledger of reading, unless the caller has had the
 * very same. What a POST found is not compared. */
static enum mc_rc
note_list(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	char digest[MC_DIGEST_TEXT_SIZE];

	if (rq->operation->method != MC_METHOD_GET)
		return mc_reading_list(rq, passage->incoming->target);
	mc_digest_of(rq->response.body, rq->response.length, digest);
	mc_reply_header(rq, "ETag", mc_sprintf(rq->ctx.arena, "\"%.32s\"", digest));
	return is_unchanged(passage) ? MC_OK : mc_reading_list(rq, passage->incoming->target);
}

static void
call_handler(void *context)
{
	struct passage *passage = context;

	passage->rc = passage->rq.operation->handler(&passage->rq);
	if (passage->rc == MC_OK && mc_reading_is_list(&passage->rq))
		passage->rc = note_list(passage);
}

/* Of the thread that serves other connections of the class too: it must not wait for a lock again
 * and again. */
static enum mc_rc
call_key_handler(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	struct mc_breaker *breaker =
	    &rq->app->breakers[rq->operation - mc_operations][rq->caller.kind];

	TRY(mc_breaker_pass(&rq->ctx, breaker, mc_clock_monotonic_us()));
	call_handler(passage);
	mc_breaker_settle(&rq->ctx, breaker, mc_clock_monotonic_us());
	return passage->rc;
}

/* What was checked so far cost little; from here on the request takes a slot of its class. */
static enum mc_rc
enter_class(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	enum mc_class_id class = passage->class;

	TRY(mc_gate_enter(&rq->ctx, rq->app->gates[class]));
	passage->gate = rq->app->gates[class];
	rq->pool = rq->app->pools[class][rq->caller.kind];
	if (class == MC_CLASS_KEY)
		return call_key_handler(passage);
	if (mc_classes[class].niceness > 0)
		mc_run_aside(mc_classes[class].niceness, call_handler, passage);
	else
		call_handler(passage);
	return passage->rc;
}

/* Of whoever is signed in; addresses are nginx' to count. */
static enum mc_rc
count_request(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	const struct mc_rates_use use = {.account_id = rq->caller.account_id,
	    .class = class_of(rq),
	    .operation = rq->operation,
	    .number = (size_t)(rq->operation - mc_operations)};
	struct mc_rates_told told;
	enum mc_rc rc;

	passage->class = use.class;
	if (use.account_id == NULL)
		return MC_OK;
	rc = mc_rates_count(&rq->ctx, rq->app->rates, &use, &told);
	if (told.left != NULL) {
		mc_reply_header(rq, "RateLimit-Policy", told.policy);
		mc_reply_header(rq, "RateLimit", told.left);
	}
	return rc;
}

static enum mc_rc
handle(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;

	TRY(find_operation(passage));
	TRY(check_limits(passage));
	TRY(mc_auth_check(rq, passage->incoming));
	TRY(read_params(passage));
	TRY(count_request(passage));
	TRY(read_body(passage));
	read_key(passage);
	return enter_class(passage);
}

/* Turns a GET whose content the caller has already into 304. */
static void
apply_if_none_match(struct passage *passage)
{
	if (is_unchanged(passage))
		(void)mc_reply_empty(&passage->rq, 304);
}

static void
finish_headers(struct passage *passage)
{
	struct mc_request *rq = &passage->rq;
	bool shareable = rq->operation != NULL && rq->operation->permit_count == 0 &&
			 (rq->response.status == 200 || rq->response.status == 304) &&
			 response_header(&rq->response, "ETag") != NULL;

	apply_if_none_match(passage);
	if (rq->response.status == 405)
		mc_reply_header(rq, "Allow", passage->route.allow);
	if (response_header(&rq->response, "Cache-Control") == NULL)
		mc_reply_header(rq, "Cache-Control", shareable ? "no-cache" : "no-store");
	mc_reply_header(rq, "X-Request-Id", rq->id);
	mc_reply_header(rq, "Traceparent", mc_trace_write(&passage->trace, rq->ctx.arena));
}

/* Of what changes something, so that after a break-in somebody can say from where: a range of
 * addresses, which is not who. */
static const char *
from_where(const struct passage *passage)
{
	const char *method = passage->incoming->method;
	const struct mc_request *rq = &passage->rq;
	struct mc_network address;

	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 || rq->address == NULL ||
	    !mc_network_parse(rq->address, &address))
		return NULL;
	return mc_network_vague(rq->ctx.arena, &address);
}

static void
log_request(struct passage *passage, uint64_t microseconds)
{
	struct mc_request *rq = &passage->rq;
	const struct mc_problem *problem = &rq->ctx.problem;
	bool failed = problem->id != MC_PROBLEM_NONE;
	enum mc_log_level level = rq->response.status >= 500 ? MC_LOG_ERROR : MC_LOG_INFO;
	struct mc_log_line line;

	if (!mc_log_wanted(level))
		return;
	mc_log_begin(&line, level, "request");
	mc_log_text(&line, "op", rq->operation != NULL ? rq->operation->name : NULL);
	mc_log_number(&line, "status", rq->response.status);
	mc_log_number(&line, "us", (int64_t)microseconds);
	mc_log_number(&line, "bytes_in", (int64_t)passage->incoming->body_length);
	mc_log_number(&line, "bytes_out", (int64_t)rq->response.length);
	mc_log_text(&line, "request", rq->id);
	mc_log_text(&line, "trace", passage->trace.id);
	mc_log_text(&line, "account", rq->caller.account_id);
	mc_log_text(&line, "subject", rq->subject);
	mc_log_text(&line, "from", from_where(passage));
	mc_log_text(&line, "replayed", passage->replayed ? "yes" : NULL);
	mc_log_text(&line, "problem", failed ? mc_problem_kind(problem->id)->code : NULL);
	mc_log_text(&line, "cause", problem->internal);
	mc_log_end(&line);
}

/* nginx says so, and nothing that a client says of it gets here (docker/nginx/api.conf). */
static bool
sends_files(const char *how)
{
	return how != NULL && strcmp(how, "X-Accel-Redirect") == 0;
}

static void
begin(struct passage *passage, struct mc_app *app, struct mc_arena *arena,
    const struct mc_incoming *incoming)
{
	struct mc_request *rq = &passage->rq;

	passage->incoming = incoming;
	rq->ctx.arena = arena;
	rq->app = app;
	rq->id = mc_id_new(arena);
	rq->language = mc_language_of(mc_incoming_header(incoming, "Accept-Language"));
	rq->address = mc_incoming_header(incoming, "X-Forwarded-For");
	rq->agent = mc_incoming_header(incoming, "User-Agent");
	rq->edge_sends_files = sends_files(mc_incoming_header(incoming, "X-Sendfile-Type"));
	rq->raw = incoming->body;
	rq->raw_length = incoming->body_length;
	rq->response.file = -1;
	rq->timeline = mc_pg_timeline();
	mc_trace_begin(&passage->trace, mc_incoming_header(incoming, "traceparent"), rq->id);
}

void
mc_dispatch(struct mc_app *app, struct mc_arena *arena, const struct mc_incoming *incoming,
    struct mc_response *ret_response)
{
	uint64_t start = mc_clock_monotonic_us();
	struct passage *passage = mc_alloc(arena, sizeof(*passage));
	struct mc_request *rq = &passage->rq;
	uint64_t taken;

	begin(passage, app, arena, incoming);
	if (handle(passage) != MC_OK) {
		if (rq->idempotency.key != NULL && passage->gate != NULL)
			passage->replayed = mc_replay(rq);
		if (!passage->replayed)
			mc_problem_reply(rq);
	}
	if (passage->gate != NULL)
		mc_gate_leave(passage->gate);
	json_decref(rq->body);
	rq->body = NULL;
	finish_headers(passage);
	taken = mc_clock_monotonic_us() - start;
	mc_metrics_count(app->metrics, rq->operation, rq->response.status,
	    passage->replayed ? MC_PROBLEM_NONE : rq->ctx.problem.id, taken);
	log_request(passage, taken);
	*ret_response = rq->response;
}
