/* Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the reply to a request that creates
 * is kept in the transaction that creates, and given again, byte for byte, to whoever repeats the
 * request (api/core/replay.h). Of a request that carries secrets it is only kept that it was done.
 */
#ifndef MC_IDEMPOTENCY_H
#define MC_IDEMPOTENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/store/pg.h"

/* A key and what it was used for. */
struct mc_idempotency_key {
	const char *key;       /* or NULL: the request has none */
	const char *operation; /* operationId */
	const char *hash;      /* hex HMAC-SHA256 of operation, target and body without secrets */
	bool secret;           /* the operation carries secrets: its reply is not kept */
	bool looked_for;       /* a statement of the operation's own has found it unused */
};

/* Queues the check for a reply kept earlier, unless it was looked for; such a batch may be run
 * twice. */
void mc_idempotency_begin(struct mc_batch *batch, const struct mc_idempotency_key *idempotency);

/* Queues reading the reply kept: columns same, status, body, etag, location; no row if there is
 * none. Returns the statement's index. */
size_t mc_idempotency_read(struct mc_batch *batch, const struct mc_idempotency_key *idempotency);

#endif
