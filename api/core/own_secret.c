/* One never changes: another takes its place. As that is done once in years, those before are kept
 * to the end, and no request need be waited for. */
#include "api/core/own_secret.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct held {
	struct mc_server_key key;
	struct held *before;
};

struct mc_own_secret {
	const char *directory;
	_Atomic(struct held *) now;
};

static enum mc_rc
load(struct mc_ctx *ctx, const char *directory, struct held **ret_held)
{
	struct mc_server_key key;
	struct held *held;

	TRY(mc_server_key_load(ctx, directory, &key));
	held = calloc(1, sizeof(*held));
	if (held == NULL)
		abort();
	held->key = key;
	mc_server_key_wipe(&key);
	*ret_held = held;
	return MC_OK;
}

enum mc_rc
mc_own_secret_open(struct mc_ctx *ctx, const char *directory, struct mc_own_secret **ret_secret)
{
	struct mc_own_secret *secret;
	struct held *held = NULL;

	TRY(load(ctx, directory, &held));
	secret = calloc(1, sizeof(*secret));
	if (secret == NULL)
		abort();
	secret->directory = directory;
	atomic_store(&secret->now, held);
	*ret_secret = secret;
	return MC_OK;
}

static void
free_held(struct held *held)
{
	while (held != NULL) {
		struct held *before = held->before;

		mc_server_key_wipe(&held->key);
		free(held);
		held = before;
	}
}

void
mc_own_secret_free(struct mc_own_secret *secret)
{
	if (secret == NULL)
		return;
	free_held(atomic_load(&secret->now));
	free(secret);
}

enum mc_rc
mc_own_secret_refresh(struct mc_ctx *ctx, struct mc_own_secret *secret)
{
	struct held *old = atomic_load(&secret->now);
	struct held *new = NULL;

	TRY(load(ctx, secret->directory, &new));
	if (memcmp(&new->key, &old->key, sizeof(new->key)) == 0) {
		free_held(new);
		return MC_OK;
	}
	new->before = old;
	atomic_store(&secret->now, new);
	return MC_OK;
}

const struct mc_server_key *
mc_own_secret_key(const struct mc_own_secret *secret)
{
	return &atomic_load(&secret->now)->key;
}
