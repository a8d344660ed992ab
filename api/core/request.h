/* One request on its way through the program: what the router, the token check and the parsers
 * found, and the answer being made. Everything hangs on the request's arena. Belongs to one thread.
 */
#ifndef MC_REQUEST_H
#define MC_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/store/pg.h"
#include "lib/base/problem.h"

struct mc_app; /* what all requests share: pools, keys, stores, compiled schemas (api/core/app.h) */
struct mc_operation; /* the generated row of the operation (gen/operations.h) */

/* Who calls. Without a token: account_id is NULL and role_name is "anonymous". */
struct mc_actor {
	const char *account_id;
	const char *session_id;
	const char *role_name; /* citizen, officer, leader, admin or anonymous */
	const char *units;     /* PostgreSQL array literal of unit codes, "{}" if none */
};

enum { MC_RESPONSE_HEADERS_MAX = 16 };

struct mc_header {
	const char *name;
	const char *value;
};

struct mc_response {
	unsigned status;
	const char *content_type;
	const char *body; /* in the arena, or NULL */
	size_t length;
	int file; /* a descriptor that the server streams and closes, or -1 */
	size_t header_count;
	struct mc_header headers[MC_RESPONSE_HEADERS_MAX];
};

struct mc_request {
	struct mc_ctx ctx;
	struct mc_app *app;
	struct mc_pg_pool *pool; /* of the request's lane */
	const struct mc_operation *operation;
	const char *id;       /* UUIDv7 of this request, in the log and in problems */
	const char *language; /* "vi" or "en", from Accept-Language */
	struct mc_actor actor;
	const void *
	    params; /* the operation's generated struct: every parameter a validated text or NULL */
	json_t *body;    /* parsed and checked against the contract, or NULL */
	const char *raw; /* the body's bytes as they came */
	size_t raw_length;
	const char *idempotency_key;  /* or NULL */
	const char *idempotency_hash; /* hex SHA-256 of operation, target and body */
	struct mc_response response;
};

/* A batch on the request's pool that begins with who calls (row-level security reads it) and, for
 * an operation with an Idempotency-Key, with the check for a reply kept earlier. */
struct mc_batch *mc_request_batch(struct mc_request *rq);

/* One statement in a batch of its own: one round trip. ret_rows may be NULL. */
enum mc_rc mc_request_query(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows) MC_MUST_CHECK;

/* The same for a statement before the one that has the effect: it leaves the Idempotency-Key to
 * that. */
enum mc_rc mc_request_ask(struct mc_request *rq, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows) MC_MUST_CHECK;

/* Answers with the first row: column body (JSON text), and if returned, etag and location.
 * No row: MC_PROBLEM_NOT_FOUND. */
enum mc_rc mc_reply_rows(
    struct mc_request *rq, unsigned status, const struct mc_rows *rows) MC_MUST_CHECK;

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
