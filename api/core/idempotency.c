/* The first request with a key stores its reply in its own transaction; a second one fails, whether
 * it comes later or at the same time, and is then given what the first one stored. */
#include "api/core/idempotency.h"

#include <stdint.h>
#include <string.h>

#include "gen/queries.h"
#include "lib/base/digest.h"

static void
hash_part(struct mc_digest *digest, const char *bytes, size_t length)
{
	uint64_t size = length;

	/* The length goes first, so that no two splits of the same bytes are alike. */
	mc_digest_add(digest, &size, sizeof(size));
	mc_digest_add(digest, bytes, length);
}

struct mc_idempotency_key
mc_idempotency_of(struct mc_arena *arena, const char *key, const char *operation,
    const char *target, const char *body, size_t body_length)
{
	MC_CLEANUP(mc_digest_freep) struct mc_digest *digest = mc_digest_new();
	char *hash = mc_alloc(arena, MC_DIGEST_TEXT_SIZE);

	hash_part(digest, operation, strlen(operation));
	hash_part(digest, target, strlen(target));
	hash_part(digest, body_length > 0 ? body : "", body_length);
	mc_digest_finish(digest, hash);
	return (struct mc_idempotency_key){.key = key, .operation = operation, .hash = hash};
}

static size_t
add(struct mc_batch *batch, const struct mc_statement *statement,
    const struct mc_idempotency_key *idempotency)
{
	const char *const params[] = {idempotency->key, idempotency->operation, idempotency->hash};
	size_t index = mc_batch_add(batch, statement, params);

	mc_batch_set_repeatable(batch);
	return index;
}

void
mc_idempotency_begin(struct mc_batch *batch, const struct mc_idempotency_key *idempotency)
{
	(void)add(batch, &mc_sql_idempotency_check, idempotency);
}

size_t
mc_idempotency_read(struct mc_batch *batch, const struct mc_idempotency_key *idempotency)
{
	return add(batch, &mc_sql_idempotency_get, idempotency);
}
