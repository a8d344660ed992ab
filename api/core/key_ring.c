/* A store of keys never changes: another one takes its place, and the old one is kept for longer
 * than any request takes that may still use it. */
#include "api/core/key_ring.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/trust/token_cache.h"

enum { TOKEN_SLOTS = 8192, RETIRED_S = 600 };

struct held {
	struct mc_keys *keys;
	struct mc_token_cache *tokens; /* verified with these keys */
	struct timespec changed;       /* the folder, when they were loaded */
	uint64_t retired_us;
	struct held *before; /* those it took the place of */
};

struct mc_key_ring {
	const char *directory;
	enum mc_rc (*loader)(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys);
	_Atomic(struct held *) now;
};

static void
free_held(struct held *held)
{
	while (held != NULL) {
		struct held *before = held->before;

		mc_token_cache_free(held->tokens);
		mc_keys_free(held->keys);
		free(held);
		held = before;
	}
}

static enum mc_rc
load(struct mc_ctx *ctx, const char *directory,
    enum mc_rc (*loader)(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys),
    struct timespec changed, struct held **ret_held)
{
	struct mc_keys *keys = NULL;
	struct held *held;

	TRY(loader(ctx, directory, &keys));
	held = calloc(1, sizeof(*held));
	if (held == NULL)
		abort();
	held->keys = keys;
	held->tokens = mc_token_cache_new(TOKEN_SLOTS);
	held->changed = changed;
	*ret_held = held;
	return MC_OK;
}

static enum mc_rc
read_change(struct mc_ctx *ctx, const char *directory, struct timespec *ret_changed)
{
	struct stat status;

	if (stat(directory, &status) != 0)
		return mc_file_fail(ctx, "open", directory);
	*ret_changed = status.st_mtim;
	return MC_OK;
}

enum mc_rc
mc_key_ring_open(struct mc_ctx *ctx, const char *directory,
    enum mc_rc (*loader)(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys),
    struct mc_key_ring **ret_ring)
{
	struct mc_key_ring *ring;
	struct timespec changed;
	struct held *held = NULL;

	TRY(read_change(ctx, directory, &changed));
	TRY(load(ctx, directory, loader, changed, &held));
	ring = calloc(1, sizeof(*ring));
	if (ring == NULL)
		abort();
	ring->directory = directory;
	ring->loader = loader;
	atomic_store(&ring->now, held);
	*ret_ring = ring;
	return MC_OK;
}

void
mc_key_ring_free(struct mc_key_ring *ring)
{
	if (ring == NULL)
		return;
	free_held(atomic_load(&ring->now));
	free(ring);
}

static void
forget_long_retired(struct held *held)
{
	uint64_t now = mc_clock_monotonic_us();

	for (; held->before != NULL; held = held->before) {
		if (now - held->before->retired_us > UINT64_C(1000000) * RETIRED_S) {
			free_held(held->before);
			held->before = NULL;
			return;
		}
	}
}

enum mc_rc
mc_key_ring_refresh(struct mc_ctx *ctx, struct mc_key_ring *ring)
{
	struct held *old = atomic_load(&ring->now);
	struct held *new = NULL;
	struct timespec changed = {0};

	forget_long_retired(old);
	TRY(read_change(ctx, ring->directory, &changed));
	if (changed.tv_sec == old->changed.tv_sec && changed.tv_nsec == old->changed.tv_nsec)
		return MC_OK;
	TRY(load(ctx, ring->directory, ring->loader, changed, &new));
	old->retired_us = mc_clock_monotonic_us();
	new->before = old;
	atomic_store(&ring->now, new);
	return MC_OK;
}

const struct mc_keys *
mc_key_ring_keys(struct mc_key_ring *ring)
{
	return atomic_load(&ring->now)->keys;
}

enum mc_rc
mc_key_ring_verify(struct mc_ctx *ctx, struct mc_key_ring *ring, const char *issuer,
    const char *token, size_t length, int64_t now, struct mc_token_claims *ret_claims)
{
	const struct held *held = atomic_load(&ring->now);

	return mc_token_cache_verify(
	    ctx, held->tokens, held->keys, issuer, token, length, now, ret_claims);
}
