/* Written by hand into a buffer: the members are few and the texts are the catalogue's. */
#include "api/core/problem_reply.h"

#include <string.h>
#include <unistd.h>

#include "api/core/reply.h"
#include "gen/vocabulary/items.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/calendar/local_time.h"

enum { BODY_MAX = 64 * 1024, WORTH_A_TIME_SECONDS = 60 };

static void
add_string(struct mc_buf *buf, const char *text)
{
	mc_buf_add_char(buf, '"');
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\') {
			mc_buf_add_char(buf, '\\');
			mc_buf_add_char(buf, *text);
		} else if (byte < 0x20) {
			mc_buf_printf(buf, "\\u%04x", byte);
		} else {
			mc_buf_add_char(buf, *text);
		}
	}
	mc_buf_add_char(buf, '"');
}

static void
add_member(struct mc_buf *buf, const char *name, const char *text)
{
	mc_buf_printf(buf, ",\"%s\":", name);
	add_string(buf, text);
}

static void
add_errors(struct mc_buf *buf, const struct mc_problem *problem, bool english)
{
	mc_buf_add_text(buf, ",\"errors\":[");
	for (size_t i = 0; i < problem->error_count; i++) {
		const struct mc_problem_error *error = &problem->errors[i];

		mc_buf_add_text(buf, i > 0 ? ",{\"pointer\":" : "{\"pointer\":");
		add_string(buf, error->pointer);
		add_member(buf, "code", error->code);
		add_member(buf, "detail", english ? error->detail_en : error->detail_vi);
		mc_buf_add_char(buf, '}');
	}
	mc_buf_add_char(buf, ']');
}

/* Until when somebody is to wait: in seconds, or to the next minute. NULL if nothing says. */
static const char *
until_when(struct mc_request *rq, bool english)
{
	struct mc_arena *arena = rq->ctx.arena;
	unsigned seconds = rq->ctx.problem.retry_after;
	struct mc_local_time then = mc_local_time(mc_clock_now() + seconds + 59);
	const char *time = mc_sprintf(arena, "%02d:%02d", then.hour, then.minute);
	const char *date = mc_sprintf(arena, "%d/%d/%d", then.day, then.month, then.year);

	if (seconds == 0)
		return NULL;
	if (seconds < WORTH_A_TIME_SECONDS) {
		time = mc_sprintf(arena, "%u", seconds);
		return english ? MC_EN_AGAIN_IN(arena, time) : MC_VI_AGAIN_IN(arena, time);
	}
	return english ? MC_EN_AGAIN_FROM(arena, time, date) : MC_VI_AGAIN_FROM(arena, time, date);
}

static const char *
problem_body(struct mc_request *rq, const struct mc_problem_kind *kind)
{
	const struct mc_problem *problem = &rq->ctx.problem;
	bool english = strcmp(rq->language, "en") == 0;
	const char *until = kind->status == 429 ? until_when(rq, english) : NULL;
	const char *detail = problem->detail != NULL ? problem->detail : until;
	struct mc_buf buf = mc_buf_new(rq->ctx.arena, BODY_MAX);

	mc_buf_printf(&buf, "{\"type\":\"urn:motcua:problem:%s\"", kind->code);
	add_member(&buf, "title", english ? kind->title_en : kind->title_vi);
	mc_buf_printf(&buf, ",\"status\":%u", kind->status);
	if (detail != NULL)
		add_member(&buf, "detail", detail);
	mc_buf_printf(&buf, ",\"instance\":\"urn:uuid:%s\"", rq->id);
	add_member(&buf, "code", kind->code);
	if (problem->error_count > 0)
		add_errors(&buf, problem, english);
	mc_buf_add_char(&buf, '}');
	return buf.bytes;
}

/* What of an answer given up survives it: headers of a protocol, which its clients need on errors
 * too, and what was counted. */
static void
keep_headers(struct mc_request *rq, const struct mc_response *before)
{
	for (size_t i = 0; i < before->header_count; i++) {
		if (strncmp(before->headers[i].name, "Tus-", 4) == 0 ||
		    strncmp(before->headers[i].name, "Upload-", 7) == 0 ||
		    strncmp(before->headers[i].name, "RateLimit", 9) == 0)
			mc_reply_header(rq, before->headers[i].name, before->headers[i].value);
	}
}

/* What would help against 401: for a token that is not enough, one made of a password (RFC 9470).
 */
static const char *
challenge(enum mc_problem_id id)
{
	if (id == MC_PROBLEM_SIGN_IN_AGAIN)
		return "Bearer realm=\"motcua\", error=\"insufficient_user_authentication\", "
		       "acr_values=\"password\"";
	return "Bearer realm=\"motcua\"";
}

void
mc_problem_reply(struct mc_request *rq)
{
	const struct mc_problem_kind *kind;
	struct mc_response before = rq->response;

	if (rq->ctx.problem.id == MC_PROBLEM_NONE)
		(void)mc_fail_internal(&rq->ctx, MC_PROBLEM_INTERNAL, "failed without a problem");
	kind = mc_problem_kind(rq->ctx.problem.id);
	if (before.file >= 0)
		(void)close(before.file);
	rq->response = (struct mc_response){.file = -1};
	keep_headers(rq, &before);
	(void)mc_reply_json(rq, kind->status, problem_body(rq, kind));
	rq->response.content_type = "application/problem+json";
	mc_reply_header(rq, "Content-Language", rq->language);
	if (kind->status == 401)
		mc_reply_header(rq, "WWW-Authenticate", challenge(rq->ctx.problem.id));
	if (rq->ctx.problem.retry_after > 0)
		mc_reply_header(rq, "Retry-After",
		    mc_sprintf(rq->ctx.arena, "%u", rq->ctx.problem.retry_after));
}
