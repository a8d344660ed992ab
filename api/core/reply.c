#include "api/core/reply.h"

#include <stdlib.h>
#include <string.h>

static const char json_media_type[] = "application/json";

enum mc_rc
mc_reply_rows(struct mc_request *rq, unsigned status, const struct mc_rows *rows)
{
	const char *etag;
	const char *location;
	const char *body;

	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	body = mc_rows_get(rows, 0, "body");
	if (body == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	etag = mc_rows_find(rows, 0, "etag");
	if (etag != NULL)
		mc_reply_header(rq, "ETag", etag);
	location = mc_rows_find(rows, 0, "location");
	if (location != NULL)
		mc_reply_header(rq, "Location", location);
	rq->shown = mc_rows_find(rows, 0, "shown");
	return mc_reply_json(rq, status, body);
}

enum mc_rc
mc_reply_wait(struct mc_request *rq, enum mc_problem_id problem, const struct mc_rows *rows)
{
	const char *seconds = mc_rows_get(rows, 0, "wait_seconds");

	if (seconds == NULL)
		return MC_OK;
	(void)mc_fail(&rq->ctx, problem, NULL);
	rq->ctx.problem.retry_after = (unsigned)strtoul(seconds, NULL, 10);
	return MC_FAILED;
}

enum mc_rc
mc_reply_query(struct mc_request *rq, unsigned status, const struct mc_statement *statement,
    const char *const params[])
{
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, statement, params, &rows));
	return mc_reply_rows(rq, status, rows);
}

enum mc_rc
mc_reply_json(struct mc_request *rq, unsigned status, const char *body)
{
	return mc_reply_bytes(rq, status, json_media_type, body, strlen(body));
}

enum mc_rc
mc_reply_bytes(struct mc_request *rq, unsigned status, const char *content_type, const void *bytes,
    size_t length)
{
	rq->response.status = status;
	rq->response.content_type = content_type;
	rq->response.body = bytes;
	rq->response.length = length;
	return MC_OK;
}

enum mc_rc
mc_reply_empty(struct mc_request *rq, unsigned status)
{
	return mc_reply_bytes(rq, status, NULL, NULL, 0);
}

enum mc_rc
mc_reply_file(struct mc_request *rq, int file, size_t length, const char *content_type)
{
	rq->response.file = file;
	return mc_reply_bytes(rq, 200, content_type, NULL, length);
}

void
mc_reply_header(struct mc_request *rq, const char *name, const char *value)
{
	struct mc_response *response = &rq->response;

	if (response->header_count < MC_RESPONSE_HEADERS_MAX)
		response->headers[response->header_count++] = (struct mc_header){name, value};
}
