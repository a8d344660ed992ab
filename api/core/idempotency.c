/* The first request with a key stores its reply in its own transaction; a second one fails, whether
 * it comes later or at the same time, and is then given what the first one stored. */
#include "api/core/idempotency.h"

#include <sodium.h>
#include <string.h>

#include "gen/queries.h"
#include "lib/base/base64.h"

static void
hash_part(crypto_hash_sha256_state *state, const char *bytes, size_t length)
{
	uint64_t size = length;

	/* The length goes first, so that no two splits of the same bytes are alike. */
	(void)crypto_hash_sha256_update(state, (const unsigned char *)&size, sizeof(size));
	(void)crypto_hash_sha256_update(state, (const unsigned char *)bytes, length);
}

struct mc_idempotency_key
mc_idempotency_of(struct mc_arena *arena, const char *key, const char *operation,
    const char *target, const char *body, size_t body_length)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	hash_part(&state, operation, strlen(operation));
	hash_part(&state, target, strlen(target));
	hash_part(&state, body_length > 0 ? body : "", body_length);
	(void)crypto_hash_sha256_final(&state, digest);
	return (struct mc_idempotency_key){.key = key,
	    .operation = operation,
	    .hash = mc_hex_encode(arena, digest, sizeof(digest))};
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
