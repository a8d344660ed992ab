/* The first request with a key stores its reply in its own transaction; a second one fails, whether
 * it comes later or at the same time, and is then given what the first one stored. */
#include "api/core/idempotency.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/operation.h"
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

void
mc_idempotency_take(struct mc_request *rq, const char *key, const char *target)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	(void)crypto_hash_sha256_init(&state);
	hash_part(&state, rq->operation->name, strlen(rq->operation->name));
	hash_part(&state, target, strlen(target));
	hash_part(&state, rq->raw_length > 0 ? rq->raw : "", rq->raw_length);
	(void)crypto_hash_sha256_final(&state, digest);
	rq->idempotency_key = key;
	rq->idempotency_hash = mc_hex_encode(rq->ctx.arena, digest, sizeof(digest));
}

void
mc_idempotency_begin(struct mc_request *rq, struct mc_batch *batch)
{
	const char *const params[] = {
	    rq->idempotency_key, rq->operation->name, rq->idempotency_hash};

	(void)mc_batch_add(batch, &mc_sql_idempotency_check, params);
	mc_batch_set_repeatable(batch);
}

/* The reply kept for the key, or NULL. */
static const struct mc_rows *
find_reply(struct mc_request *rq, struct mc_ctx *ctx)
{
	const char *const context[] = {rq->actor.account_id, rq->actor.session_id,
	    rq->actor.role_name, rq->actor.units, rq->id};
	const char *const params[] = {
	    rq->idempotency_key, rq->operation->name, rq->idempotency_hash};
	struct mc_batch *batch = mc_batch_new(ctx, rq->pool);
	size_t index;

	(void)mc_batch_add(batch, &mc_sql_context_enter, context);
	index = mc_batch_add(batch, &mc_sql_idempotency_get, params);
	mc_batch_set_repeatable(batch);
	if (mc_batch_run(batch) != MC_OK || mc_rows_count(mc_batch_rows(batch, index)) == 0)
		return NULL;
	return mc_batch_rows(batch, index);
}

bool
mc_idempotency_replay(struct mc_request *rq)
{
	struct mc_ctx ctx = {.arena = rq->ctx.arena};
	const struct mc_rows *rows = find_reply(rq, &ctx);
	const char *body;

	if (rows == NULL)
		return false;
	mc_problem_clear(&rq->ctx);
	if (strcmp(mc_rows_get(rows, 0, "same"), "t") != 0) {
		(void)mc_fail(&rq->ctx, MC_PROBLEM_IDEMPOTENCY_KEY_REUSED, NULL);
		return false;
	}
	rq->response = (struct mc_response){.file = -1};
	body = mc_rows_get(rows, 0, "body");
	if (body != NULL)
		return mc_reply_rows(rq,
			   (unsigned)strtoul(mc_rows_get(rows, 0, "status"), NULL, 10),
			   rows) == MC_OK;
	return mc_reply_empty(rq, (unsigned)strtoul(mc_rows_get(rows, 0, "status"), NULL, 10)) ==
	       MC_OK;
}
