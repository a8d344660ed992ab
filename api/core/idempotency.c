/* The first request with a key stores its reply in its own transaction; a second one fails, whether
 * it comes later or at the same time, and is then given what the first one stored. */
#include "api/core/idempotency.h"

#include "gen/queries.h"

void
mc_idempotency_begin(struct mc_batch *batch, const struct mc_idempotency_key *idempotency)
{
	const char *const params[] = {idempotency->key, idempotency->operation, idempotency->hash,
	    idempotency->secret ? "t" : ""};

	(void)mc_batch_add(batch,
	    idempotency->looked_for ? &mc_sql_idempotency_set : &mc_sql_idempotency_check, params);
	mc_batch_set_repeatable(batch);
}

size_t
mc_idempotency_read(struct mc_batch *batch, const struct mc_idempotency_key *idempotency)
{
	const char *const params[] = {idempotency->key, idempotency->operation, idempotency->hash};

	mc_batch_set_repeatable(batch);
	return mc_batch_add(batch, &mc_sql_idempotency_get, params);
}
