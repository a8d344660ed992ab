/* One request on its way through the program: what the router, the token check and the parsers
 * found, and the answer being made. Everything hangs on the request's arena. Belongs to one thread.
 */
#ifndef MC_REQUEST_H
#define MC_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "api/core/caller.h"
#include "api/core/idempotency.h"
#include "lib/store/pg.h"
#include "lib/base/problem.h"

struct mc_app; /* what all requests share: pools, keys, stores, compiled schemas (api/core/app.h) */
struct mc_operation; /* the generated row of the operation (gen/operations.h) */

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
	struct mc_pg_pool *pool; /* of the request's class; NULL if it asks no database */
	const struct mc_operation *operation;
	const char *id;        /* UUIDv7 of this request, in the log and in problems */
	const char *language;  /* "vi" or "en", from Accept-Language */
	const char *address;   /* of the client, as nginx saw it; NULL if nothing says */
	const char *agent;     /* its User-Agent, or NULL */
	bool edge_sends_files; /* nginx takes a path (X-Accel-Redirect) in place of bytes */
	struct mc_caller caller;
	const char
	    *subject; /* the account that somebody signs in to, for the log; NULL of others */
	const void *
	    params; /* the operation's generated struct: every parameter a validated text or NULL */
	json_t *body;    /* parsed and checked against the contract, or NULL */
	const char *raw; /* the body's bytes as they came */
	size_t raw_length;
	struct mc_idempotency_key idempotency;
	unsigned timeline;  /* of the database when the request began */
	bool reading_added; /* to a batch: the row of the ledger of reading */
	const char *shown;  /* of a list: the ids of what it shows, as its statement says */
	struct mc_response response;
};

/* Whether it only asks what would happen (dry_run=true). */
bool mc_request_is_dry_run(const struct mc_request *rq);

/* Begins a batch on the request's pool with who calls and which request it is. */
void mc_request_enter(struct mc_request *rq, struct mc_batch *batch);

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

#endif
