/* Making the answer of a request. Nothing is sent here: the server sends what stands in the
 * request's response. */
#ifndef MC_REPLY_H
#define MC_REPLY_H

#include "api/core/request.h"

/* Answers with the first row: column body (JSON text), and if returned, etag, location and, of a
 * list, shown. No row: MC_PROBLEM_NOT_FOUND. */
enum mc_rc mc_reply_rows(
    struct mc_request *rq, unsigned status, const struct mc_rows *rows) MC_MUST_CHECK;

/* Refuses with a problem and Retry-After if the first row's column wait_seconds is not null. */
enum mc_rc mc_reply_wait(
    struct mc_request *rq, enum mc_problem_id problem, const struct mc_rows *rows) MC_MUST_CHECK;

/* mc_request_query and mc_reply_rows in one: the whole of most operations. */
enum mc_rc mc_reply_query(struct mc_request *rq, unsigned status,
    const struct mc_statement *statement, const char *const params[]) MC_MUST_CHECK;

/* Other answers; they cannot fail. Texts must live in the arena or be static. */
enum mc_rc mc_reply_json(struct mc_request *rq, unsigned status, const char *body);
enum mc_rc mc_reply_bytes(struct mc_request *rq, unsigned status, const char *content_type,
    const void *bytes, size_t length);
enum mc_rc mc_reply_empty(struct mc_request *rq, unsigned status);

/* Streams an open file of length bytes from its start; the server closes it. */
enum mc_rc mc_reply_file(struct mc_request *rq, int file, size_t length, const char *content_type);

void mc_reply_header(struct mc_request *rq, const char *name, const char *value);

#endif
